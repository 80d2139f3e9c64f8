package repartee.contract;

/** Whoever knows it can be any visitor. */
public record SigningSecret(String text) {
  /** Never the secret. */
  @Override
  public String toString() {
    return "SigningSecret[not shown]";
  }
}
