package repartee.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressGuardTest {
  private static final AddressGuard GUARD = new AddressGuard(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "2001:2::1",
        "2001:10::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:808:808::1",
        "2001:0:7f00:1::",
        "5f00::1",
        "2606:4700::5efe:7f00:1",
        "2606:4700::200:5efe:a00:1"
      })
  void whatIsNotPublicIsNotAdmitted(String address) {
    assertThat(GUARD.admits(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450::1",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2606:4700::5efe:808:808"
      })
  void thePublicInternetIsAdmitted(String address) {
    assertThat(GUARD.admits(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void anOperatorAllowsNetworksAndSingleAddresses() {
    AddressGuard guard = new AddressGuard(List.of("10.1.0.0/16", "fd00::/8", "192.168.0.7"));

    assertThat(guard.admits(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
    assertThat(guard.admits(InetAddress.ofLiteral("10.2.2.3"))).isFalse();
    assertThat(guard.admits(InetAddress.ofLiteral("fd12::1"))).isTrue();
    assertThat(guard.admits(InetAddress.ofLiteral("192.168.0.7"))).isTrue();
    assertThat(guard.admits(InetAddress.ofLiteral("192.168.0.8"))).isFalse();
  }

  @Property(tries = 2000)
  void aMappedOrTranslatedAddressIsAdmittedAsTheOneWithinIs(@ForAll @Size(4) byte[] v4) {
    boolean within = GUARD.admits(v4);

    assertThat(GUARD.admits(around(v4, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1)))
        .as("mapped")
        .isEqualTo(within);
    assertThat(GUARD.admits(around(v4, 12, 0, 0x64, -1, -0x65)))
        .as("translated by NAT64")
        .isEqualTo(within);
    assertThat(GUARD.admits(around(v4, 2, 0x20, 0x02))).as("6to4").isEqualTo(within);
  }

  @Property(tries = 2000)
  void whatJavaKnowsAsNotPublicIsNeverAdmitted(
      @ForAll @Size(16) byte[] v6, @ForAll @Size(4) byte[] v4) throws UnknownHostException {
    for (byte[] bytes : List.of(v6, v4)) {
      InetAddress address = InetAddress.getByAddress(bytes);
      boolean special =
          address.isAnyLocalAddress()
              || address.isLoopbackAddress()
              || address.isLinkLocalAddress()
              || address.isSiteLocalAddress()
              || address.isMulticastAddress();

      assertThat(special && GUARD.admits(bytes)).as(address.getHostAddress()).isFalse();
    }
  }

  private static byte[] around(byte[] v4, int at, int... first) {
    byte[] address = new byte[16];
    for (int i = 0; i < first.length; i++) {
      address[i] = (byte) first[i];
    }
    System.arraycopy(v4, 0, address, at, 4);
    return address;
  }
}
