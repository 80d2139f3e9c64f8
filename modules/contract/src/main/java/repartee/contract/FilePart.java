package repartee.contract;

import java.nio.ByteBuffer;

/** Bytes of a file, not to be changed. */
public record FilePart(ByteBuffer content) {}
