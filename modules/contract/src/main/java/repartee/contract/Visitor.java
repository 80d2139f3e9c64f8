package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on a page who asks one chatbot, and sees only conversations of their own.
 *
 * @param id {@code visitor:...} for one whom nobody knows, else the site's own name for them
 * @param name what to call them before others, if their site has said it
 */
public record Visitor(UUID chatbotId, String id, @Nullable String name) {
  /** How the ids of those begin whom nobody knows; no site may give one. */
  public static final String UNKNOWN_PREFIX = "visitor:";

  /** As the author of what they say. */
  public Author author() {
    return new Author(Author.Kind.USER, id, name == null ? id : name);
  }
}
