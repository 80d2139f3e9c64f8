package repartee.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ApiTokenTest {
  @Test
  void aTokenTellsItsKeyAndKnowsWhenItWasMistyped() {
    ApiToken token = ApiToken.random();
    char last = token.text().charAt(token.text().length() - 1);
    String mistyped =
        token.text().substring(0, token.text().length() - 1) + (last == '0' ? '1' : '0');

    assertThat(token.text())
        .matches("rp_[0-9a-f]{32}_[A-Za-z0-9_-]{40}[0-9a-f]{8}")
        .contains(token.keyId().toString().replace("-", ""));
    assertThat(ApiToken.isMistyped(token.text())).isFalse();
    assertThat(ApiToken.isMistyped(mistyped)).isTrue();
    assertThat(ApiToken.isMistyped("a token that is not of our making")).isFalse();
  }

  @Test
  void aTokenIsNeverPrinted() {
    ApiToken token = ApiToken.random();

    assertThat(token).hasToString("ApiToken[" + token.prefix() + "...]");
    assertThat(token.prefix()).hasSize(11);
  }

  @Test
  void theHashIsSha256() {
    assertThat(ApiToken.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
