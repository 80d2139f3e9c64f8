package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void theHeapIsWhatIsUsedBeforeMetaspace() {
    String info =
        """
        4242:
         garbage-first heap   total reserved 786432K, committed 51200K, used 20480K [0x00d0, 0x0100)
          region size 1M, 3 young (3M), 1 survivors (1M)
         Metaspace       used 40960K, committed 41000K, reserved 1114112K
        """;

    assertThat(Memory.usedBytes(info)).isEqualTo(20L * 1024 * 1024);
  }

  @Test
  void aRunningJvmCanBeAsked() {
    assertThat(new Memory(ProcessHandle.current()).heapBytesAfterCollection()).isPositive();
  }
}
