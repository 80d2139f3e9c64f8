package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AddFile;
import repartee.contract.AddNote;
import repartee.contract.Address;
import repartee.contract.AdoptAnswers;
import repartee.contract.AppendMessage;
import repartee.contract.BeginCrawls;
import repartee.contract.BeginTurn;
import repartee.contract.ChangeReply;
import repartee.contract.CheckKey;
import repartee.contract.CheckStorage;
import repartee.contract.ClaimFile;
import repartee.contract.ClaimPage;
import repartee.contract.ClaimSweep;
import repartee.contract.ClosePage;
import repartee.contract.CloseSweep;
import repartee.contract.CloseTurn;
import repartee.contract.CreateAccount;
import repartee.contract.CreateChatbot;
import repartee.contract.CreateKey;
import repartee.contract.CreateSession;
import repartee.contract.DeleteAccount;
import repartee.contract.DeleteChatbot;
import repartee.contract.DeleteConversation;
import repartee.contract.DeleteDocument;
import repartee.contract.Done;
import repartee.contract.EndSession;
import repartee.contract.EnsureAdministrator;
import repartee.contract.FindAccount;
import repartee.contract.FindAccounts;
import repartee.contract.FindChatbot;
import repartee.contract.FindChatbots;
import repartee.contract.FindConversation;
import repartee.contract.FindConversations;
import repartee.contract.FindDocument;
import repartee.contract.FindDocuments;
import repartee.contract.FindEmbeddings;
import repartee.contract.FindEntry;
import repartee.contract.FindFigures;
import repartee.contract.FindInbox;
import repartee.contract.FindKeys;
import repartee.contract.FindNotes;
import repartee.contract.FindPair;
import repartee.contract.FindPairs;
import repartee.contract.FindPassages;
import repartee.contract.FindReplies;
import repartee.contract.FindRevisions;
import repartee.contract.FindRunning;
import repartee.contract.FindSession;
import repartee.contract.FindSigningSecret;
import repartee.contract.FindSite;
import repartee.contract.FindSites;
import repartee.contract.FindTurn;
import repartee.contract.FindUnanswered;
import repartee.contract.FindUsage;
import repartee.contract.GiveFeedback;
import repartee.contract.HoldFile;
import repartee.contract.KeepAlive;
import repartee.contract.KeepClaims;
import repartee.contract.LeaveAnswers;
import repartee.contract.ListPassages;
import repartee.contract.MarkDone;
import repartee.contract.MarkRead;
import repartee.contract.OpenTurn;
import repartee.contract.ReadChanges;
import repartee.contract.ReadFilePart;
import repartee.contract.ReadLog;
import repartee.contract.ReadPassages;
import repartee.contract.ReadTurn;
import repartee.contract.RefuseFile;
import repartee.contract.Release;
import repartee.contract.ReleaseFile;
import repartee.contract.RemoveNote;
import repartee.contract.RemoveReply;
import repartee.contract.RemoveSite;
import repartee.contract.RevokeKey;
import repartee.contract.SaveProgress;
import repartee.contract.StoreDocument;
import repartee.contract.StoreFilePart;
import repartee.contract.StoreReply;
import repartee.contract.StoreSite;
import repartee.contract.StoreVisitor;
import repartee.contract.TakeOver;
import repartee.contract.UpdateAccount;
import repartee.contract.UpdateChatbot;

/**
 * Keeps everything in PostgreSQL and answers what is asked of storage. Its start fails with a
 * sentence for the operator if the database cannot be reached or is not ours; once started, it
 * lives through the database's absences and says {@code BUSY} meanwhile.
 */
public final class StorageVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(StorageVerticle.class);

  private static final int SILENT_MS = 1000;

  private final StorageConfiguration configuration;
  private final String node;
  private final List<Future<Void>> served = new ArrayList<>();
  private @Nullable Database database;
  private @Nullable NodeBeat beat;

  /** {@code node}: the name of this process, under which it writes answers. */
  public StorageVerticle(StorageConfiguration configuration, String node) {
    this.configuration = configuration;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    Database opened = new Database(vertx, configuration, node);
    NodeBeat beating = new NodeBeat(vertx, opened, node, configuration.nodeGoneMs());
    Doubts doubts = new Doubts(opened, configuration.statementTimeoutMs());
    Hands hands = new Hands(opened, vertx.eventBus(), configuration);
    Adoption adoption =
        new Adoption(opened, vertx.eventBus(), doubts, beating::isSteady, configuration);
    beating.alsoDo(doubts::settle);
    beating.alsoDo(hands::giveBackSilent);
    beating.alsoDo(adoption::endAbandoned);
    database = opened;
    beat = beating;
    return Migrations.ours()
        .apply(opened)
        .compose(ready -> beating.start())
        .compose(
            beaten -> {
              serveOwners(opened, vertx.eventBus());
              serveKnowledge(opened, vertx.eventBus());
              serveSites(opened);
              serveLog(opened, vertx.eventBus(), doubts);
              serve(TakeOver.ADDRESS, hands::take);
              serve(Release.ADDRESS, hands::release);
              serve(FindRunning.ADDRESS, hands::running);
              serve(AdoptAnswers.ADDRESS, adoption::adopt);
              serve(KeepAlive.ADDRESS, beating::keepAlive);
              serve(LeaveAnswers.ADDRESS, beating::leaveAnswers);
              serve(CheckStorage.ADDRESS, asked -> beating.beat().map(well -> new Done()));
              return Future.all(served);
            })
        .recover(
            failure -> {
              Throwable explained = Failures.explained(opened, failure);
              // Connections to a silent server close only when it speaks again, and the start fails
              // only then: that must be said meanwhile. Else whoever starts us says it.
              long saying =
                  vertx.setTimer(
                      SILENT_MS,
                      late -> log.error("storage cannot start: {}", explained.getMessage()));
              return opened
                  .close()
                  .onComplete(closed -> vertx.cancelTimer(saying))
                  .transform(closed -> Future.failedFuture(explained));
            });
  }

  @Override
  public Future<?> stop() {
    Database opened = database;
    NodeBeat beating = beat;
    if (opened == null || beating == null) {
      return Future.succeededFuture();
    }
    // If the database is away, the others find out by themselves that this node has left.
    return beating.leave().transform(left -> opened.close());
  }

  private void serveOwners(Database database, EventBus bus) {
    AccountTable accounts = new AccountTable(database, bus);
    serve(CreateAccount.ADDRESS, accounts::create);
    serve(FindAccount.ADDRESS, accounts::find);
    serve(FindAccounts.ADDRESS, accounts::list);
    serve(UpdateAccount.ADDRESS, accounts::update);
    serve(DeleteAccount.ADDRESS, accounts::delete);
    serve(FindUsage.ADDRESS, accounts::usage);

    KeyTable keys = new KeyTable(database, bus);
    serve(CreateKey.ADDRESS, keys::create);
    serve(FindKeys.ADDRESS, keys::list);
    serve(RevokeKey.ADDRESS, keys::revoke);
    serve(CheckKey.ADDRESS, keys::check);
    serve(EnsureAdministrator.ADDRESS, keys::ensureAdministrator);

    SessionTable sessions = new SessionTable(database, bus);
    serve(CreateSession.ADDRESS, sessions::create);
    serve(FindSession.ADDRESS, sessions::find);
    serve(EndSession.ADDRESS, sessions::end);

    VisitorTable visitors = new VisitorTable(database);
    serve(StoreVisitor.ADDRESS, visitors::store);
    serve(FindSigningSecret.ADDRESS, visitors::secret);

    ChatbotTable chatbots = new ChatbotTable(database, bus);
    serve(CreateChatbot.ADDRESS, chatbots::create);
    serve(FindChatbot.ADDRESS, chatbots::find);
    serve(FindChatbots.ADDRESS, chatbots::list);
    serve(UpdateChatbot.ADDRESS, chatbots::update);
    serve(DeleteChatbot.ADDRESS, chatbots::delete);
  }

  private void serveKnowledge(Database database, EventBus bus) {
    DocumentTable documents = new DocumentTable(database, bus);
    serve(StoreDocument.ADDRESS, documents::store);
    serve(FindDocument.ADDRESS, documents::find);
    serve(FindDocuments.ADDRESS, documents::list);
    serve(DeleteDocument.ADDRESS, documents::delete);
    serve(ReadChanges.ADDRESS, documents::changes);

    PairTable pairs = new PairTable(database);
    serve(FindPair.ADDRESS, pairs::find);
    serve(FindPairs.ADDRESS, pairs::list);

    PassageTable passages = new PassageTable(database);
    serve(ReadPassages.ADDRESS, passages::read);
    serve(FindPassages.ADDRESS, passages::find);
    serve(ListPassages.ADDRESS, passages::list);
    serve(FindEmbeddings.ADDRESS, passages::embeddings);

    FileTable files = new FileTable(database, bus, configuration.filesWaitingMax());
    serve(StoreFilePart.ADDRESS, files::storePart);
    serve(AddFile.ADDRESS, files::add);
    serve(ClaimFile.ADDRESS, files::claim);
    serve(ReadFilePart.ADDRESS, files::readPart);
    serve(HoldFile.ADDRESS, files::hold);
    serve(RefuseFile.ADDRESS, files::refuse);
    serve(ReleaseFile.ADDRESS, files::release);
  }

  private void serveSites(Database database) {
    SiteTable sites = new SiteTable(database);
    serve(StoreSite.ADDRESS, sites::store);
    serve(FindSite.ADDRESS, sites::find);
    serve(FindSites.ADDRESS, sites::list);
    serve(RemoveSite.ADDRESS, sites::remove);

    CrawlTable crawls = new CrawlTable(database);
    serve(BeginCrawls.ADDRESS, crawls::begin);
    serve(ClaimPage.ADDRESS, crawls::claim);
    serve(KeepClaims.ADDRESS, crawls::keep);
    serve(ClosePage.ADDRESS, crawls::close);

    SweepTable sweeps = new SweepTable(database);
    serve(ClaimSweep.ADDRESS, sweeps::claim);
    serve(CloseSweep.ADDRESS, sweeps::close);
  }

  private void serveLog(Database database, EventBus bus, Doubts doubts) {
    LogWriter log = new LogWriter(database, bus, doubts, configuration);
    Turns turns = new Turns(database, bus, log, doubts);
    serve(OpenTurn.ADDRESS, turns::open);
    serve(FindTurn.ADDRESS, turns::find);
    serve(ReadTurn.ADDRESS, turns::read);
    serve(BeginTurn.ADDRESS, turns::begin);

    Endings endings = new Endings(database, bus, configuration);
    serve(CloseTurn.ADDRESS, endings::close);
    serve(SaveProgress.ADDRESS, endings::save);

    ConversationTable conversations = new ConversationTable(database, bus, log);
    serve(AppendMessage.ADDRESS, conversations::append);
    serve(ReadLog.ADDRESS, conversations::read);
    serve(FindEntry.ADDRESS, conversations::findEntry);
    serve(FindRevisions.ADDRESS, conversations::revisions);
    serve(GiveFeedback.ADDRESS, conversations::giveFeedback);
    serve(FindConversation.ADDRESS, conversations::find);
    serve(FindConversations.ADDRESS, conversations::list);
    serve(DeleteConversation.ADDRESS, conversations::delete);

    InboxTable inbox = new InboxTable(database);
    serve(FindInbox.ADDRESS, inbox::find);
    serve(MarkDone.ADDRESS, inbox::done);
    serve(MarkRead.ADDRESS, inbox::read);

    NoteTable notes = new NoteTable(database);
    serve(AddNote.ADDRESS, notes::add);
    serve(FindNotes.ADDRESS, notes::list);
    serve(RemoveNote.ADDRESS, notes::remove);

    ReplyTable replies = new ReplyTable(database);
    serve(StoreReply.ADDRESS, replies::store);
    serve(FindReplies.ADDRESS, replies::list);
    serve(ChangeReply.ADDRESS, replies::change);
    serve(RemoveReply.ADDRESS, replies::remove);

    FigureTable figures = new FigureTable(database);
    serve(FindFigures.ADDRESS, figures::figures);
    serve(FindUnanswered.ADDRESS, figures::unanswered);
  }

  private <Q extends Record, A extends Record> void serve(
      Address<Q, A> address, Function<Q, Future<A>> answerer) {
    Function<Q, Future<A>> guarded =
        asked ->
            answerer.apply(asked).recover(failure -> Future.failedFuture(Failures.told(failure)));
    served.add(address.serve(vertx.eventBus(), guarded));
  }
}
