package repartee.contract;

/**
 * A place in a text, counted both ways; behind the text's end it is the end.
 *
 * @param offset in UTF-16 units, of the character that holds the byte
 * @param bytesBefore bytes in UTF-8 before that character
 * @param bytes the length of the text by now, in UTF-8
 * @param state whether it still grows
 */
public record TextPlace(int offset, long bytesBefore, long bytes, MessageState state) {}
