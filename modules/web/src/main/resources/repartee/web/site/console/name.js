// What people are called who have no name.

/** A visitor whom nobody knows has a long id; its first letters tell one from another. */
export function nameOf(user) {
  const prefix = "visitor:";
  return user?.startsWith(prefix) ? `Visitor ${user.slice(prefix.length, prefix.length + 6)}` : (user ?? "");
}
