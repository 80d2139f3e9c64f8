// The button below an answer that shows what was sent to the model for it.

const WORDS = "The prompt that was sent";

export function promptButton(show) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon prompt";
  button.textContent = "{}";
  button.title = WORDS;
  button.setAttribute("aria-label", WORDS);
  button.addEventListener("click", show);
  return button;
}
