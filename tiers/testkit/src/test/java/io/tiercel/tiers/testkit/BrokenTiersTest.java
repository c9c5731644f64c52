package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tiercel.tiers.spi.Tier;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the contract can fail: each broken tier turns red the test of the promise it broke.
 */
class BrokenTiersTest {

  static Stream<Arguments> brokenTiers() {
    return Stream.of(
        arguments(
            BrokenTiers.ChecksThenActs.class,
            List.of(
                "write_severalIfAbsentAtATime_exactlyOneCommits",
                "write_severalIfUnchangedThatSawTheSame_exactlyOneCommits",
                "write_severalCountByIfUnchanged_noneIsLost")),
        arguments(
            BrokenTiers.ExchangesInTwoSteps.class,
            List.of("exchange_severalAtATime_handEachEntryOutOnce")),
        arguments(
            BrokenTiers.TakesInTwoSteps.class,
            List.of("exchange_severalAtATime_handEachEntryOutOnce")),
        arguments(
            BrokenTiers.ForgetsWhatItTookThePlaceOf.class,
            List.of(
                "exchange_absentAndPresent_returnsWhatWasThere",
                "take_presentAndAbsent_returnsWhatWasThere")),
        arguments(
            BrokenTiers.RemovesInTwoSteps.class,
            List.of("remove_severalThatSawTheSame_exactlyOneRemoves")),
        arguments(
            BrokenTiers.Resurrects.class, List.of("get_whileOneWritesAndRemoves_neverGoesBack")),
        arguments(
            BrokenTiers.MixesTwo.class, List.of("get_whileLargeEntriesAreWritten_neverMixesTwo")),
        arguments(
            BrokenTiers.RecognisesByContent.class,
            List.of(
                "write_ifUnchangedAfterTheSameContentWasWrittenAgain_conflicts",
                "write_ifUnchangedTwiceAfterOneLook_commitsOnce",
                "write_ifUnchangedAfterItWasRemovedAndWrittenAgain_conflicts")),
        arguments(
            BrokenTiers.MisreportsTheEntryInTheWay.class,
            List.of(
                "write_ifAbsentOnPresent_conflictsWithWhatIsThere",
                "write_ifUnchangedAfterAnotherWrite_conflicts")),
        arguments(
            BrokenTiers.ClearsByPrefix.class,
            List.of("clear_entriesOfOthersOfAlikeName_leavesThem")),
        arguments(
            BrokenTiers.TrustsEverything.class,
            List.of("unverifyAll_whatIsThere_isUnverifiedOrGoneUntilItIsWrittenAgain")),
        arguments(
            BrokenTiers.ReadsFromTheMiddle.class, List.of("getFirst_anyContent_isHowItBegins")),
        arguments(BrokenTiers.ScansOnePage.class, List.of("scan_manyEntries_meetsAll")),
        arguments(
            BrokenTiers.KeepsTheFirstDeadline.class,
            List.of("write_overAnEntryWithADeadline_leavesNothingOfThatDeadline")),
        arguments(
            BrokenTiers.RefusesPassedDeadlines.class,
            List.of("write_deadlinePassedOrNow_isNoError")),
        arguments(BrokenTiers.IgnoresCase.class, List.of("names_ofEveryKind_areKeptApart")),
        arguments(
            BrokenTiers.CallsTheUnreachableAbsent.class,
            List.of("operations_backendIsNotThere_failOnlyWhenCarriedOut")),
        arguments(
            BrokenTiers.ForgetsToAnnounceRemovals.class,
            List.of("subscribe_changesByOthers_areTold")),
        arguments(BrokenTiers.LeaksItsClient.class, List.of("close_all_givesBackWhatWasLeased")),
        arguments(
            BrokenTiers.WritesHalfOfMany.class,
            List.of("bulk_ofMany_readsWritesAndRemovesAll", "operations_drawnByLot_agreeWithAMap")),
        arguments(
            BrokenTiers.ReturnsNullForAbsentOnes.class,
            List.of("getAll_someAbsentSomeTwice_returnsThoseThatAreThere")),
        arguments(
            BrokenTiers.AlwaysSaysRemoved.class,
            List.of("remove_always_saysWhetherSomethingWasThere")),
        arguments(
            BrokenTiers.CreatesInsteadOfReplacing.class,
            List.of("write_ifUnchangedAfterItWasRemoved_conflictsAndLeavesNothing")),
        arguments(
            BrokenTiers.SeesItsOwnWritesOnly.class,
            List.of("write_always_isSeenByEveryKindOfRead")),
        arguments(
            BrokenTiers.OverlooksItsOwnWrites.class,
            List.of("write_always_isSeenByPlainReadsOfTheWriterItself")),
        arguments(
            BrokenTiers.ForgetsOnClosing.class,
            List.of("open_afterClosing_findsWhatIsKeptBeyondThisProcess")),
        arguments(
            BrokenEntryTiers.IgnoresTheGuard.class, List.of("publish_guardSaysNo_changesNothing")),
        arguments(
            BrokenEntryTiers.AsksTheGuardTooEarly.class,
            List.of("publish_guardTurnsBeforeARemoval_leavesNothingStale")),
        arguments(
            BrokenEntryTiers.PublishesOverNewer.class,
            List.of(
                "publish_newerVersionHeld_keepsIt",
                "publish_severalVersionsAtATime_theNewestStays")),
        arguments(
            BrokenEntryTiers.KeepsTheSameVersion.class,
            List.of("publish_olderOrSameVersionHeld_replacesIt")),
        arguments(
            BrokenEntryTiers.ForgetsVersionAndDeadline.class,
            List.of(
                "get_afterWriteAndPublish_hasVersionAndDeadlineAsTheyWere",
                "get_afterATombstoneWasWritten_isThatTombstone")));
  }

  @ParameterizedTest
  @MethodSource("brokenTiers")
  void contract_brokenTier_isRed(Class<?> contract, List<String> tests) {
    assertThat(ContractRun.of(contract, tests).red()).containsExactlyInAnyOrderElementsOf(tests);
  }

  @Test
  void contract_workingTier_isGreen() {
    assertThat(ContractRun.of(BrokenTiers.NotBroken.class).red()).isEmpty();
    assertThat(ContractRun.of(BrokenEntryTiers.NotBroken.class).red()).isEmpty();
  }

  @Test
  void contract_failureOfATestThatDrawsLots_printsTheSeed() {
    String test = "operations_drawnByLot_agreeWithAMap";
    ContractRun run = ContractRun.of(BrokenTiers.AlwaysSaysRemoved.class, List.of(test));

    assertThat(run.messageOf(test))
        .matches(Pattern.compile("with -Dtiercel\\.seed=\\d+: .*", Pattern.DOTALL));
  }

  @Test
  void contract_promisesOfATier_areEachQuotedByATest() throws IOException {
    String source =
        Files.readString(Path.of("../spi/src/main/java/io/tiercel/tiers/spi/Tier.java"));

    List<String> promises =
        Pattern.compile("<li>(.*?)(?=<li>|</ul>)", Pattern.DOTALL)
            .matcher(source)
            .results()
            .map(found -> found.group(1).replaceAll("\\s+\\*\\s+", " ").strip())
            .toList();

    assertThat(promises).as("promises of %s", Tier.class).hasSize(7);
    assertThat(quoted()).containsAll(promises);
  }

  private static Set<String> quoted() {
    return Stream.<Class<?>>of(ByteTierContract.class, EntryTierContract.class)
        .flatMap(
            contract -> Stream.<Class<?>>iterate(contract, Objects::nonNull, Class::getSuperclass))
        .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
        .map((Method test) -> test.getAnnotation(Promise.class))
        .filter(Objects::nonNull)
        .map(Promise::value)
        .collect(Collectors.toSet());
  }
}
