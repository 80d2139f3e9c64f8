// Two soft tones when something comes that nobody looks at; only if the site wants it, and the visitor may say no. They
// are computed: no file is loaded.

import { icon, iconButton } from "./dom.js";

const KEY = "sound";

export class Sound {
  button;
  #storage;
  #texts;
  #audio = null;

  constructor(storage, texts) {
    this.#storage = storage;
    this.#texts = texts;
    this.button = iconButton("sound", "", () => this.#toggle());
    this.#show();
  }

  get #isOn() {
    return this.#storage.get(KEY) !== "off";
  }

  /** Browsers allow sound only after somebody did something. */
  unlock() {
    if (this.#isOn) {
      this.#audio ??= new AudioContext();
      this.#audio.resume().catch(() => {});
    }
  }

  ring() {
    if (!this.#isOn || this.#audio?.state !== "running") {
      return;
    }
    [660, 880].forEach((pitch, place) => {
      const at = this.#audio.currentTime + place * 0.12;
      const tone = new OscillatorNode(this.#audio, { frequency: pitch });
      const volume = new GainNode(this.#audio, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.06, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(at);
      tone.stop(at + 0.32);
    });
  }

  #toggle() {
    this.#storage.set(KEY, this.#isOn ? "off" : "on");
    this.unlock();
    this.#show();
  }

  #show() {
    const words = this.#isOn ? this.#texts.soundOff : this.#texts.soundOn;
    this.button.setAttribute("aria-label", words);
    this.button.title = words;
    this.button.replaceChildren(icon(this.#isOn ? "sound" : "silent"));
  }
}
