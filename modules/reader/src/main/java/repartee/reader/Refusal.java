package repartee.reader;

/** Why there is no text of a file, for the person who sent it. */
enum Refusal {
  EMPTY("The file is empty. Please check it and send it again."),
  NO_TEXT("There is no text in the file. If its pages are pictures, please send it with text."),
  ENCRYPTED("The file is protected by a password. Please remove the password and send it again."),
  UNKNOWN_KIND(
      "The file is of no kind that can be read. Please send PDF, DOCX, PPTX, XLSX, ODT, HTML,"
          + " Markdown, CSV, EPUB or plain text."),
  ARCHIVE("The file is an archive, and archives are not unpacked. Please send what is in it."),
  DAMAGED("The file is damaged and cannot be read. Please open and save it anew, and send that."),
  TOO_DEEP("The parts of the file lie too deep in each other. Please send it as plain text."),
  TOO_MUCH_TEXT("There is more text in the file than one document may have. Please split it."),
  TOO_HEAVY("Reading the file takes more memory than it may. Please split it."),
  TOO_SLOW("Reading the file takes longer than it may. Please split it, or send plain text."),
  TOO_LARGE("Reading the file takes more room on disk than it may. Please split it.");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
