// The widget's own words, in the languages of the interface. Each is a file that is loaded when it is needed.

const CODES = [
  "en", "fr", "es", "ru", "zh-Hans", "zh-Hant", "ar", "de", "jp", "pt", "it", "nl", "ko", "tr", "pl", "uk", "vi", "hi",
  "id",
];
const RIGHT_TO_LEFT = ["ar"];

/** The code of our list that fits the first of these language tags that one fits. */
export function languageOf(...tags) {
  for (const tag of tags) {
    const code = tag ? codeOf(tag) : null;
    if (code !== null) {
      return code;
    }
  }
  return "en";
}

function codeOf(tag) {
  const parts = tag.toLowerCase().split(/[-_]/);
  if (parts[0] === "zh") {
    return parts.some((part) => ["hant", "tw", "hk", "mo"].includes(part)) ? "zh-Hant" : "zh-Hans";
  }
  const code = parts[0] === "ja" ? "jp" : parts[0];
  return CODES.includes(code) ? code : null;
}

/** As HTML and `Intl` name it. */
export function tagOf(code) {
  return code === "jp" ? "ja" : code;
}

export function directionOf(code) {
  return RIGHT_TO_LEFT.includes(code) ? "rtl" : "ltr";
}

/** The words, by what they are for; English where the file cannot be had. */
export async function textsOf(code) {
  try {
    return (await import(`./texts/${code}.js`)).default;
  } catch {
    return (await import("./texts/en.js")).default;
  }
}

/** Puts a value in the place of {0}. */
export function fill(text, value) {
  return text.replace("{0}", () => value);
}

/** The first letters of a person's name. */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}
