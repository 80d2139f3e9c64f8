package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passage that an answer may cite.
 *
 * @param id the passage's id
 * @param name the document's name
 * @param content the passage's text
 * @param score how well it fits the question, 0 to 1
 * @param url where the document can be read, if its name is an address
 */
public record RelatedDoc(
    UUID id,
    String name,
    String content,
    double score,
    @Nullable String url,
    PassageMetadata metadata) {}
