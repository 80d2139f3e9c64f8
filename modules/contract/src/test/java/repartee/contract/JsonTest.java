package repartee.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class JsonTest {
  private static final UUID ID = new UUID(1, 2);

  @Test
  void timesHaveThePublishedForm() {
    assertThat(Json.compact(Instant.parse("2023-06-16T18:18:38.883440Z")))
        .isEqualTo("\"2023-06-16T18:18:38.883440+00:00\"");
    assertThat(Json.compact(Instant.parse("2023-06-16T18:18:38Z")))
        .isEqualTo("\"2023-06-16T18:18:38.000000+00:00\"");
  }

  @Test
  void aPassageIsWrittenAsItsPublishedRow() {
    Instant time = Instant.parse("2023-06-16T18:18:38.883440Z");
    Passage passage =
        new Passage(
            ID, ID, ID, "doc-0", "text", PassageMetadata.ofLines(1, 1), "[0.5]", time, time);

    assertThat(Json.compact(passage))
        .isEqualTo(
            """
            {"id":"00000000-0000-0001-0000-000000000002",\
            "chatbot_id":"00000000-0000-0001-0000-000000000002",\
            "user_id":"00000000-0000-0001-0000-000000000002","name":"doc-0","content":"text",\
            "metadata":{"loc":{"lines":{"from":1,"to":1}}},"embedding":"[0.5]",\
            "created_at":"2023-06-16T18:18:38.883440+00:00",\
            "updated_at":"2023-06-16T18:18:38.883440+00:00"}""");
    assertThat(Json.read(Json.compact(passage), Passage.class)).isEqualTo(passage);
  }

  @Test
  void settingsAreWrittenWithThePublishedNames() {
    ChatbotSettings settings =
        new ChatbotSettings(
            "first test",
            new ChatbotSettings.Response(1, 1, true, 200, 0, 0.7, "persona", 0, 0),
            new ChatbotSettings.Restrictions(List.of(), List.of()),
            new ChatbotSettings.DocumentSettings(
                new ChatbotSettings.Results(3, 0.78), new ChatbotSettings.TextSplitter(1000, 200)),
            true,
            TurnOrder.COALESCE);

    String json = Json.compact(settings);

    assertThat(json)
        .contains("\"top_p\":", "\"memory_size\":0", "\"system_persona\":\"persona\"")
        .contains("\"restrictions\":{\"hostnames\":[],\"ip_addresses\":[]}")
        .contains("\"text_splitter\":{\"chunk_size\":1000,\"chunk_overlap\":200}")
        .endsWith("\"is_qa_mode\":true,\"turns\":\"coalesce\"}");
    assertThat(Json.read(json, ChatbotSettings.class)).isEqualTo(settings);
    assertThat(
            Json.read(json.replace(",\"turns\":\"coalesce\"", ""), ChatbotSettings.class).turns())
        .isEqualTo(TurnOrder.QUEUE);
  }

  @Test
  void languagesAreReadByTheirCodes() {
    assertThat(Language.of("ja")).isEqualTo(Language.JP);
    assertThat(Language.of("zh-Hant")).isEqualTo(Language.ZH_HANT);
    assertThat(Language.of("tlh")).isNull();
    assertThat(Json.compact(Language.JP)).isEqualTo("\"jp\"");
  }
}
