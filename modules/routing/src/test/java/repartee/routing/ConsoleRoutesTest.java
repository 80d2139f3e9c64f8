package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.contract.AddNote;
import repartee.contract.ChangeReply;
import repartee.contract.Done;
import repartee.contract.ExplainSearch;
import repartee.contract.ExplainedMatches;
import repartee.contract.Figures;
import repartee.contract.FindFigures;
import repartee.contract.FindNotes;
import repartee.contract.FindPrompt;
import repartee.contract.FindReplies;
import repartee.contract.FindUnanswered;
import repartee.contract.ListPassages;
import repartee.contract.ModelPrompt;
import repartee.contract.Note;
import repartee.contract.Notes;
import repartee.contract.PassageMetadata;
import repartee.contract.PassageTexts;
import repartee.contract.RelatedDoc;
import repartee.contract.RemoveNote;
import repartee.contract.RemoveReply;
import repartee.contract.SavedReplies;
import repartee.contract.SavedReply;
import repartee.contract.Scope;
import repartee.contract.StoreReply;
import repartee.contract.Unanswered;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** What the console asks besides its inbox: what is asked of whom, and who may. */
final class ConsoleRoutesTest {
  private final House house = new House();
  private final UUID id = UUID.randomUUID();
  private final String bot = "/chatbots/" + house.bot.id();
  private final String one = ChatClient.conversations(house.bot.id()) + "/c";
  private final Note note = new Note(id, "Maria", "Be kind.", House.TIME);
  private final SavedReply reply = new SavedReply(id, "hello", "Good day!", House.TIME, House.TIME);
  private final List<Record> asked = new ArrayList<>();
  private volatile List<Unanswered.Question> questions = List.of();

  @BeforeEach
  void open() {
    var bus = house.vertx.eventBus();
    RelatedDoc doc =
        new RelatedDoc(id, "guide", "How it works", 0.6, null, PassageMetadata.ofLines(1, 2));
    Future.all(
            List.of(
                AddNote.ADDRESS.serve(bus, add -> answer(add, note)),
                FindNotes.ADDRESS.serve(bus, find -> answer(find, new Notes(List.of(note)))),
                RemoveNote.ADDRESS.serve(bus, remove -> answer(remove, new Done())),
                StoreReply.ADDRESS.serve(bus, store -> answer(store, reply)),
                FindReplies.ADDRESS.serve(
                    bus, find -> answer(find, new SavedReplies(List.of(reply)))),
                ChangeReply.ADDRESS.serve(bus, change -> answer(change, reply)),
                RemoveReply.ADDRESS.serve(bus, remove -> answer(remove, new Done())),
                FindFigures.ADDRESS.serve(
                    bus,
                    find ->
                        answer(
                            find,
                            new Figures(
                                List.of(
                                    new Figures.Day("2026-01-31", 7, 4, 2, 1, 3, 0, 120, 480))))),
                FindUnanswered.ADDRESS.serve(bus, find -> answer(find, new Unanswered(questions))),
                ExplainSearch.ADDRESS.serve(
                    bus,
                    explain ->
                        answer(
                            explain,
                            new ExplainedMatches(
                                List.of(
                                    new ExplainedMatches.ExplainedMatch(
                                        doc, 0.5, 0.2, List.of("works")))))),
                ListPassages.ADDRESS.serve(
                    bus,
                    list ->
                        answer(
                            list,
                            new PassageTexts(
                                List.of(
                                    new PassageTexts.PassageText(
                                        id, 2, "text", PassageMetadata.ofLines(1, 2)))))),
                FindPrompt.ADDRESS.serve(
                    bus,
                    find ->
                        answer(
                            find,
                            new ModelPrompt(
                                null,
                                false,
                                List.of(new ModelPrompt.Part("system", "Be kind.")))))))
        .await();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void notesAreWrittenReadAndRemoved() {
    ChatClientReply made =
        house.client().post(one + "/notes", Map.of("name", "Maria", "content", "Be kind.")).await();
    JsonNode listed = house.client().get(one + "/notes").await().json();
    ChatClientReply removed =
        house.client().send(HttpMethod.DELETE, one + "/notes/" + id, Map.of(), null).await();

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("author_name").asText()).isEqualTo("Maria");
    assertThat(listed.get(0).get("content").asText()).isEqualTo("Be kind.");
    assertThat(removed.status()).isEqualTo(204);
    assertThat(asked)
        .containsExactly(
            new AddNote(house.bot.id(), "c", "Maria", "Be kind."),
            new FindNotes(house.bot.id(), "c"),
            new RemoveNote(house.bot.id(), "c", id));
  }

  @Test
  void repliesBelongToTheAccount() {
    ChatClientReply made =
        house.client().post("/replies", Map.of("name", "hello", "content", "Good day!")).await();
    JsonNode listed = house.client().get("/replies").await().json();
    ChatClientReply page = house.client().get("/replies?after=a%20b&limit=1").await();
    ChatClientReply changed = change("{\"name\":\"hi\"}");
    ChatClientReply removed =
        house.client().send(HttpMethod.DELETE, "/replies/" + id, Map.of(), null).await();

    assertThat(made.status()).isEqualTo(201);
    assertThat(listed.get(0).get("name").asText()).isEqualTo("hello");
    assertThat(page.headers().get("Link"))
        .isEqualTo("</replies?after=hello&limit=1>; rel=\"next\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(change("{}").status()).isEqualTo(400);
    assertThat(removed.status()).isEqualTo(204);
    assertThat(asked)
        .containsExactly(
            new StoreReply(house.account, "hello", "Good day!"),
            new FindReplies(house.account, null, 50),
            new FindReplies(house.account, "a b", 1),
            new ChangeReply(house.account, id, "hi", null),
            new RemoveReply(house.account, id));
  }

  @Test
  void figuresAreOfDaysAndOfAChatbotIfOneIsNamed() {
    JsonNode day = house.client().get("/figures?days=7").await().json().get("days").get(0);
    house.client().get("/figures?chatbot=" + house.bot.id()).await();

    assertThat(day.toString())
        .isEqualTo(
            """
            {"day":"2026-01-31","questions":7,"answered":4,"not_answered":2,"handed_over":1,\
            "helpful":3,"not_helpful":0,"first_text_ms_median":120,"first_text_ms_p90":480}""");
    assertThat(asked)
        .containsExactly(
            new FindFigures(house.account, null, 7),
            new FindFigures(house.account, house.bot.id(), 30));
    assertThat(house.client().get("/figures?days=0").await().status()).isEqualTo(400);
    assertThat(house.client().get("/figures?chatbot=" + id).await().status()).isEqualTo(404);
  }

  @Test
  void aTableForASpreadsheetHoldsNoFormula() {
    questions =
        List.of(
            new Unanswered.Question(
                "=HYPERLINK(\"https://evil.example\";\"free\")",
                3,
                House.TIME,
                house.bot.id(),
                "+bot",
                id),
            new Unanswered.Question(
                "Wo ist, bitte, das \"Meer\"?", 1, House.TIME, house.bot.id(), "bot", id),
            new Unanswered.Question("\uFF1D1+1", 1, House.TIME, house.bot.id(), "bot", id));

    ChatClientReply table = house.client().get("/unanswered.csv?days=2").await();

    assertThat(table.headers().get("Content-Type")).startsWith("text/csv");
    assertThat(table.text().split("\r\n"))
        .containsExactly(
            "\uFEFFquestion,count,last_asked_at,chatbot,conversation_uid",
            "\"'=HYPERLINK(\"\"https://evil.example\"\";\"\"free\"\")\",3,%s,'+bot,%s"
                .formatted(House.TIME, id),
            "\"Wo ist, bitte, das \"\"Meer\"\"?\",1,%s,bot,%s".formatted(House.TIME, id),
            "'\uFF1D1+1,1,%s,bot,%s".formatted(House.TIME, id));
    assertThat(house.client().get("/unanswered").await().json().get(0).get("count").asInt())
        .isEqualTo(3);
  }

  @Test
  void aSearchTellsWhyEachWasFound() {
    JsonNode hit =
        house.client().get(bot + "/search?q=how%20it%20works&limit=3").await().json().get(0);

    assertThat(hit.get("score").asDouble()).isEqualTo(0.6);
    assertThat(hit.get("meaning").asDouble()).isEqualTo(0.5);
    assertThat(hit.get("words").asDouble()).isEqualTo(0.2);
    assertThat(hit.get("matched_words").get(0).asText()).isEqualTo("works");
    assertThat(asked).containsExactly(new ExplainSearch(house.bot.id(), "how it works", null, 3));
    assertThat(house.client().get(bot + "/search").await().status()).isEqualTo(400);
    assertThat(house.client().get(bot + "/search?q=a&language=xx").await().status()).isEqualTo(400);
  }

  @Test
  void passagesComeInPages() {
    ChatClientReply page =
        house.client().get(bot + "/documents/" + id + "/passages?from=2&limit=1").await();

    assertThat(page.json().get(0).get("index").asInt()).isEqualTo(2);
    assertThat(page.headers().get("Link"))
        .isEqualTo("<" + bot + "/documents/" + id + "/passages?from=3&limit=1>; rel=\"next\"");
    assertThat(asked).containsExactly(new ListPassages(house.bot.id(), id, 2, 1));
  }

  @Test
  void thePromptOfAnAnswerIsShown() {
    JsonNode prompt = house.client().get(one + "/messages/" + id + "/prompt").await().json();

    assertThat(prompt.get("model").isNull()).isTrue();
    assertThat(prompt.at("/messages/0/content").asText()).isEqualTo("Be kind.");
    assertThat(asked).containsExactly(new FindPrompt(house.bot.id(), "c", id));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/replies",
    "GET,/figures",
    "GET,/unanswered",
    "GET,/unanswered.csv",
    "POST,/replies",
  })
  void pagesKeysMayDoNothingOfIt(String method, String path) {
    ChatClient page = house.as(house.key(house.account, "paid", Scope.CHAT));

    String body = method.equals("GET") ? null : "{\"name\":\"a\",\"content\":\"b\"}";
    assertThat(page.send(HttpMethod.valueOf(method), path, Map.of(), body).await().status())
        .isEqualTo(403);
    assertThat(page.get(one + "/notes").await().status()).isEqualTo(403);
    assertThat(page.get(bot + "/search?q=a").await().status()).isEqualTo(403);
    assertThat(page.get(one + "/messages/" + id + "/prompt").await().status()).isEqualTo(403);
    assertThat(page.post(one + "/watching", Map.of("id", "a", "name", "b")).await().status())
        .isEqualTo(403);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"notes,name", "notes,content", "watching,id", "watching,name"})
  void whatIsMissingIsNamed(String path, String field) {
    Map<String, String> body = new HashMap<>(Map.of("id", "a", "name", "b", "content", "c"));
    body.remove(field);

    String known = ChatClient.conversations(house.bot.id()) + "/" + house.log.talk().uid;

    ChatClientReply refused = house.client().post(known + "/" + path, body).await();

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("detail").asText()).contains("\"" + field + "\"");
  }

  private ChatClientReply change(String body) {
    return house.client().send(HttpMethod.PATCH, "/replies/" + id, Map.of(), body).await();
  }

  private <T> Future<T> answer(Record question, T answer) {
    asked.add(question);
    return Future.succeededFuture(answer);
  }
}
