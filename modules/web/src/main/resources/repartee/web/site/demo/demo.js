// The first page: asks which chatbot to show, shows the widget for it, and the calls with this server's own addresses.

const AGAIN_MS = 1000;
const QUESTIONS = ["How do I put the chat on my site?", "How does a person take a conversation over?", "What happens after a crash?"];
const GREETING = "Hello! I have read the documentation of this server. What would you like to know?";

const place = document.getElementById("chat");
const state = document.getElementById("chat-state");

for (let shown = false; !shown; ) {
  const said = await fetch("/demo").catch(() => null);
  if (said?.status === 404) {
    state.textContent = "This server shows no demo chatbot.";
    showCalls("CHATBOT_ID");
    break;
  }
  const demo = said?.ok ? await said.json() : null;
  if (demo !== null) {
    showCalls(demo.chatbot_id);
  }
  if (demo?.ready) {
    showChat(demo.chatbot_id);
    shown = true;
  } else {
    state.textContent = demo === null ? "The server does not answer right now." : "The demo is reading the documentation.";
    await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
}

function showChat(chatbot) {
  const chat = document.createElement("repartee-chat");
  const attributes = { chatbot, inline: "", language: "en", greeting: GREETING, questions: QUESTIONS.join("|") };
  for (const [name, value] of Object.entries(attributes)) {
    chat.setAttribute(name, value);
  }
  place.replaceChildren(chat);
}

function showCalls(chatbot) {
  document.getElementById("cards").replaceChildren(...cards(chatbot));
}

function cards(chatbot) {
  const host = location.origin;
  return [
    card("On a site", "One line, and the chat is there.", `<script type="module"\n  src="${host}/widget.js"\n  data-chatbot="${chatbot}"></script>`),
    card(
      "Ask, and read along",
      "The answer as a stream, while it is written.",
      `curl -N ${host}/api/v1/backend/chatbot/${chatbot}/chat \\\n  -H "Authorization: Bearer $KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{"q": "How do I ask?", "stream": true}'`,
    ),
    card(
      "A conversation that you name",
      "The prompt goes in, its matches come back.",
      `curl -i ${host}/chatbots/${chatbot}/conversations \\\n  -H "Authorization: Bearer $KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{"conversation_id": "desk-1",\n       "user_id": "anna",\n       "prompt": "How do I ask?"}'`,
    ),
  ];
}

function card(heading, words, code) {
  const copy = element("button", "Copy");
  copy.type = "button";
  copy.setAttribute("aria-label", `Copy: ${heading}`);
  copy.addEventListener("click", () => copied(copy, code));
  const pre = element("pre");
  // Who has no mouse scrolls it, too.
  pre.tabIndex = 0;
  pre.append(element("code", code));
  const made = element("article");
  made.className = "card";
  made.append(element("h3", heading), element("p", words), pre, copy);
  return made;
}

async function copied(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Only pages of https and of this machine may write there.
    button.textContent = "Please copy it by hand";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
