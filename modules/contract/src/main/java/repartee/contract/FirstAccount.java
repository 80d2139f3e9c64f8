package repartee.contract;

/**
 * The account that administrator keys act for.
 *
 * @param madeNow it did not exist before: this is the first start
 */
public record FirstAccount(Account account, boolean madeNow) {}
