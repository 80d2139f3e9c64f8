package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandLineTest {
  @Test
  void flagsTakeTheirValueBehindASpaceOrAnEqualsSign() throws Exception {
    CommandLine line = CommandLine.parse(List.of("serve", "--port", "1", "--host=a=b"));

    assertThat(line.command()).isEqualTo("serve");
    assertThat(line.flags()).isEqualTo(Map.of("port", "1", "host", "a=b"));
  }

  @Test
  void everyWrongFlagIsNamedAtOnce() {
    assertThatExceptionOfType(Complaints.class)
        .isThrownBy(() -> CommandLine.parse(List.of("serve", "--prot", "1", "--dta=x", "--host")))
        .withMessage(
            """
            There is no flag --prot. Did you mean --port?
            There is no flag --dta. Did you mean --data?
            --host needs a value.""");
  }

  @Test
  void anUnknownCommandIsToldWhatThereIs() {
    assertThatExceptionOfType(Complaints.class)
        .isThrownBy(() -> CommandLine.parse(List.of("sevre")))
        .withMessageContaining("repartee serve");
    assertThatExceptionOfType(Complaints.class)
        .isThrownBy(() -> CommandLine.parse(List.of()))
        .withMessageContaining("repartee check-config");
  }
}
