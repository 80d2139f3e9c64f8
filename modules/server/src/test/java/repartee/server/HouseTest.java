package repartee.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows and habits of the house that poms cannot express. */
final class HouseTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("repartee");

  @ParameterizedTest
  @ValueSource(strings = {"storage", "crawler", "knowledge", "generation", "routing", "web"})
  void aModuleKnowsTheContractAndNothingBesideIt(String module) {
    noClasses()
        .that()
        .resideInAPackage("repartee." + module)
        .should()
        .dependOnClassesThat(
            resideInAPackage("repartee..")
                .and(DescribedPredicate.not(resideInAPackage("repartee." + module)))
                .and(DescribedPredicate.not(resideInAPackage("repartee.contract"))))
        .check(HOUSE);
  }

  @Test
  void theContractKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("repartee.contract")
        .should()
        .dependOnClassesThat(
            resideInAPackage("repartee..")
                .and(DescribedPredicate.not(resideInAPackage("repartee.contract"))))
        .check(HOUSE);
  }

  @Test
  void modulesAreFlatAndNotInCircles() {
    slices().matching("repartee.(*)..").should().beFreeOfCycles().check(HOUSE);
    noClasses().should().resideInAPackage("repartee.*.*..").check(HOUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"storage", "crawler", "knowledge", "generation", "routing", "web"})
  void aModuleShowsItsVerticleAndItsConfiguration(String module) {
    classes()
        .that()
        .resideInAPackage("repartee." + module)
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should()
        .haveSimpleNameEndingWith("Verticle")
        .orShould()
        .haveSimpleNameEndingWith("Configuration")
        .orShould()
        // A node looks for others before there is a bus to ask over.
        .haveSimpleName("Neighbours")
        .orShould()
        // Not asked over the bus: the doors take them in.
        .haveSimpleName("Pages")
        .check(HOUSE);
  }

  @Test
  void ofTheServerOnlyMainIsSeen() {
    classes()
        .that()
        .resideInAPackage("repartee.server")
        .and()
        .arePublic()
        .should()
        .be(Main.class)
        .check(HOUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Impl", "Util", "Utils", "Helper", "Manager", "Common"})
  void namesSayWhatAThingIs(String suffix) {
    noClasses().should().haveSimpleNameEndingWith(suffix).check(HOUSE);
  }

  @Test
  void onlyTheEdgesSpeakOnStandardOutput() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .and()
        .resideOutsideOfPackages("repartee.bench", "repartee.testkit")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(HOUSE);
  }

  /**
   * The clocks of machines differ, the database has one: what is decided by the time of day is
   * decided there. What only lasts is counted by {@link System#nanoTime()}.
   */
  @Test
  void nothingIsDecidedByAMachinesClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("repartee.bench", "repartee.testkit")
        .and()
        // Tells a client that the time it sends has passed, or how long it may wait.
        .haveSimpleNameNotEndingWith("KeyRoutes")
        .and()
        .haveSimpleNameNotEndingWith("Limits")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Date.class)
        .check(HOUSE);
  }
}
