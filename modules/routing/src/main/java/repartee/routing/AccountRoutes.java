package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.CreateAccount;
import repartee.contract.DeleteAccount;
import repartee.contract.FindAccount;
import repartee.contract.FindAccounts;
import repartee.contract.Problem;
import repartee.contract.UpdateAccount;

/** {@code /accounts}: who owns chatbots, for administrators. */
final class AccountRoutes {
  static final String ALL = "/accounts";
  static final String ONE = ALL + "/:account";
  private static final int NAME_CHARS_MAX = 200;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;
  private final RoutingConfiguration configuration;

  AccountRoutes(
      EventBus bus, Doorkeeper doorkeeper, Bodies bodies, RoutingConfiguration configuration) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
    this.configuration = configuration;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.ACCOUNTS, this::list)
        .at(HttpMethod.POST, ALL, Right.ACCOUNTS, this::create)
        .at(HttpMethod.GET, ONE, Right.ACCOUNTS, this::show)
        .at(HttpMethod.PATCH, ONE, Right.ACCOUNTS, this::change)
        .at(HttpMethod.DELETE, ONE, Right.ACCOUNTS, this::remove);
  }

  /** The account of the path; what cannot be one is an unknown one. */
  static UUID account(Visit visit) throws Problem {
    UUID id = Ids.uuid(visit.path("account"));
    if (id == null) {
      throw unknownAccount();
    }
    return id;
  }

  /** The same for an id that nobody has and for another account's. */
  static Problem unknownAccount() {
    return new Problem(Problem.Kind.UNKNOWN_PATH, "There is no such account. Please check the id.");
  }

  private Future<Void> list(Visit visit) {
    return FindAccounts.ADDRESS
        .ask(bus, new FindAccounts())
        .compose(found -> visit.answer(200, found.accounts()));
  }

  private Future<Void> create(Visit visit) {
    return bodies
        .read(visit.request())
        .compose(
            fields -> {
              String plan = plan(fields);
              return CreateAccount.ADDRESS.ask(
                  bus,
                  new CreateAccount(
                      fields.text("name", NAME_CHARS_MAX),
                      plan == null ? configuration.plans().keySet().iterator().next() : plan));
            })
        .compose(
            made -> {
              visit.response().putHeader(HttpHeaders.LOCATION, ALL + "/" + made.id());
              return visit.answer(201, made);
            });
  }

  private Future<Void> show(Visit visit) {
    return FindAccount.ADDRESS
        .ask(bus, new FindAccount(account(visit)))
        .compose(found -> visit.answer(200, found));
  }

  private Future<Void> change(Visit visit) {
    UUID account = account(visit);
    return bodies
        .read(visit.request())
        .compose(
            fields ->
                UpdateAccount.ADDRESS.ask(
                    bus,
                    new UpdateAccount(
                        account, fields.optionalText("name", NAME_CHARS_MAX), plan(fields))))
        .onComplete(done -> doorkeeper.keys().forget(account))
        .compose(changed -> visit.answer(200, changed));
  }

  private Future<Void> remove(Visit visit) {
    UUID account = account(visit);
    if (account.equals(visit.caller().accountId())) {
      return Future.failedFuture(
          new Problem(
              Problem.Kind.FORBIDDEN,
              "An account cannot remove itself. Please use a key of another account."));
    }
    return DeleteAccount.ADDRESS
        .ask(bus, new DeleteAccount(account))
        .onComplete(done -> doorkeeper.keys().forget(account))
        .compose(done -> visit.nothing());
  }

  private @Nullable String plan(Fields fields) throws Problem {
    String plan = fields.optionalText("plan", NAME_CHARS_MAX);
    if (plan != null && !configuration.plans().containsKey(plan)) {
      throw Problems.invalid(
          "The field \"plan\" must be one of: "
              + String.join(", ", configuration.plans().keySet())
              + ".");
    }
    return plan;
  }
}
