package repartee.contract;

/**
 * The account that administrator keys act for.
 *
 * @param madeNow it did not exist before: this is the first start
 * @param keyHeld the token that was brought is an administrator key now
 */
public record FirstAccount(Account account, boolean madeNow, boolean keyHeld) {}
