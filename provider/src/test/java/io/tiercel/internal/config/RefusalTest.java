package io.tiercel.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told by file, key, rule, value and the nearest valid key. */
class RefusalTest {
  private static final String FILE = "(classpath:tiercel.properties)";
  private Configurations files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new Configurations(folder);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private void refused(String message, String... lines) {
    assertThatThrownBy(() -> files.load(lines))
        .isInstanceOf(CacheException.class)
        .hasMessage(message);
  }

  @Test
  void load_twoProblemsOfOneCache_areInOneMessage() {
    refused(
        "cache \"books\" "
            + FILE
            + ": 2 problems: pond.max-entries must be >= 1 but is 0; unknown option"
            + " \"pond.max-entrys\"; did you mean \"pond.max-entries\"?",
        "caches.books.tiers=pond",
        "caches.books.pond.max-entries=0",
        "caches.books.pond.max-entrys=5");
  }

  @Test
  void load_inDoubtWhatNobodyKnows_saysWhatThereIs() {
    refused(
        "cache \"books\" "
            + FILE
            + ": in-doubt must be read-through, serve or drop but is \"ignore\"",
        "caches.books.tiers=pond",
        "caches.books.in-doubt=ignore");
  }

  @Test
  void load_announceOverWhatCannot_saysWhatCan() {
    refused(
        "cache \"books\" "
            + FILE
            + ": announce-over must name a tier that can announce for others, such as one of type"
            + " redis, but pond is of type pond",
        "caches.books.tiers=pond",
        "caches.books.announce-over=pond");
  }

  @Test
  void load_announceOverNobodyKnows_namesTheNearest() {
    refused(
        "cache \"books\" " + FILE + ": unknown tier \"pont\"; did you mean \"pond\"?",
        "caches.books.tiers=pond",
        "caches.books.announce-over=pont");
  }

  @Test
  void load_problemsAllOver_areInOneMessage() {
    refused(
        "classpath:tiercel.properties: unknown key \"cahces\"; did you mean \"caches\"?"
            + " (cahces.books.tiers)\n"
            + "tier \"near\" "
            + FILE
            + ": max-entries must be a whole number but is \"many\"\n"
            + "caches \"com.acme.*\" "
            + FILE
            + ": statistics must be true or false but is \"yes\"",
        "cahces.books.tiers=pond",
        "tiers.near.type=pond",
        "tiers.near.max-entries=many",
        "caches.com.acme.*.statistics=yes",
        "caches.books.tiers=near");
  }

  @Test
  void load_problemOfTemplate_isToldOnceForAllCaches() {
    refused(
        "caches \"*\" " + FILE + ": pond.max-entries must be >= 1 but is 0",
        "caches.*.tiers=pond",
        "caches.*.pond.max-entries=0",
        "caches.books.statistics=true",
        "caches.films.statistics=true");
  }

  @Test
  void load_unknownOption_namesTheNearest() {
    refused(
        "cache \"books\" " + FILE + ": unknown option \"tirs\"; did you mean \"tiers\"?",
        "caches.*.tiers=pond",
        "caches.books.tirs=pond");
    refused(
        "cache \"books\" "
            + FILE
            + ": unknown option \"exipry.created\"; did you mean \"expiry.created\"?",
        "caches.books.tiers=pond",
        "caches.books.exipry.created=1m");
    refused(
        "cache \"books\" "
            + FILE
            + ": unknown option \"expiry.creatd\"; did you mean \"expiry.created\"?",
        "caches.books.tiers=pond",
        "caches.books.expiry.creatd=1m");
  }

  @Test
  void load_keysOfTheWrongForm_areToldHowTheyRead() {
    refused(
        "classpath:tiercel.properties: 5 problems: key \"tiers.pond\" must read"
            + " tiers.<tier>.<option>; key \"caches.books\" must read caches.<cache>.<option>; key"
            + " \"prefix.of\" must read prefix; key \"caches.\"books.tiers\" is not a list of names"
            + " with dots between; quote a name as in caches.\"a.b\".tiers; key \"caches..tiers\""
            + " is not a list of names with dots between; quote a name as in caches.\"a.b\".tiers",
        "tiers.pond=pond",
        "caches.books=pond",
        "prefix.of=pond",
        "caches.\"books.tiers=pond",
        "caches..tiers=pond");
  }

  @Test
  void load_keyTwice_isRefused() {
    refused(
        "classpath:tiercel.properties: key \"caches.books.tiers\" appears twice",
        "caches.books.tiers=pond",
        "caches.books.tiers=pond");
  }

  @Test
  void load_brokenEscape_isRefused() {
    assertThatThrownBy(() -> files.load("prefix=\\uXYZ"))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith(
            "classpath:tiercel.properties: is not in the format of properties: ");
  }

  @Test
  void load_badPrefix_isRefused() {
    refused(
        "prefix " + FILE + ": must be printable ASCII without blanks but is \"my shop\"",
        "prefix=my shop");
  }

  @Test
  void load_tierTypeOfOursMissing_namesTheArtifact() {
    assertThatThrownBy(() -> files.load("caches.books.tiers=pond, gcs"))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith(
            "cache \"books\" " + FILE + ": tier type \"gcs\" is not on the class path; found: ")
        .hasMessageContaining("lake, ")
        .hasMessageEndingWith("pond, redis. Add the artifact tiercel-tier-gcs");
  }

  @Test
  void load_tierNobodyKnows_namesTheNearest() {
    refused(
        "cache \"books\" " + FILE + ": unknown tier \"ponds\"; did you mean \"pond\"?",
        "caches.books.tiers=ponds");
    refused(
        "tier \"near\" " + FILE + ": unknown tier type \"ponds\"; did you mean \"pond\"?",
        "tiers.near.type=ponds",
        "caches.books.tiers=near");
  }

  @Test
  void load_optionsOfMissingTier_nameTheArtifact() {
    assertThatThrownBy(() -> files.load("tiers.gcs.bucket=books"))
        .hasMessageStartingWith(
            "tier \"gcs\" " + FILE + ": tier type \"gcs\" is not on the class path; found: ");
  }

  @Test
  void load_badTierName_isRefused() {
    refused(
        "cache \"books\" " + FILE + ": a tier is named like-this, not \"Pond\"",
        "caches.books.tiers=Pond");
    refused(
        "tier \"expiry\" " + FILE + ": a tier is named like-this, not \"expiry\"",
        "tiers.expiry.type=pond");
  }

  @Test
  void load_impossibleStacks_areRefused() {
    refused(
        "cache \"books\" " + FILE + ": tiers must name at least one tier", "caches.books.tiers=,");
    refused(
        "cache \"books\" " + FILE + ": tiers must name a tier once but are pond, pond",
        "caches.books.tiers=pond,pond");
    refused(
        "cache \"books\" "
            + FILE
            + ": tiers must have one of type heap at most, as a second one keeps nothing that the"
            + " first could not, but are heap, second, pond; remove one, and give the other larger"
            + " bounds",
        "tiers.second.type=heap",
        "caches.books.tiers=heap,second,pond");
  }

  @Test
  void load_optionForTierThatIsNotInTheStack_isRefused() {
    refused(
        "cache \"books\" " + FILE + ": lake.timeout does nothing: the tiers of the cache are pond",
        "caches.books.tiers=pond",
        "caches.books.lake.timeout=1s");
    assertThat(files.load("caches.*.lake.timeout=1s", "caches.books.tiers=pond").declared("books"))
        .isNotNull();
  }

  @Test
  void load_requiredOptionMissing_isRefusedForCachesOnly() {
    refused("cache \"books\" " + FILE + ": lake.uri is required", "caches.books.tiers=pond, lake");
    assertThat(files.load("caches.*.tiers=pond, lake").declaredCaches()).isEmpty();
  }

  @Test
  void load_unknownOptionBesideARequiredOne_saysNothingOfThat() {
    refused(
        "cache \"books\" " + FILE + ": unknown option \"lake.ury\"; did you mean \"lake.uri\"?",
        "caches.books.tiers=lake",
        "caches.books.lake.uri=lake://all",
        "caches.books.lake.ury=1");
  }

  @Test
  void load_requiredOptionTakenBackInATemplate_isFine() throws IOException {
    assertThat(files.load("caches.*.tiers=lake", "caches.*.lake.uri=").declaredCaches()).isEmpty();
  }

  @Test
  void load_twoKindsOfExpiry_areRefused() {
    refused(
        "caches \"*\" "
            + FILE
            + ": expiry.created, expiry.accessed exclude each other: an entry has one life",
        "caches.*.tiers=pond",
        "caches.*.expiry.created=1m",
        "caches.*.expiry.accessed=1m");
  }

  @Test
  void load_expiryOutOfRange_isRefused() {
    refused(
        "cache \"books\" " + FILE + ": expiry.created must be >= 1ms but is 0s",
        "caches.books.tiers=pond",
        "caches.books.expiry.created=0s");
    refused(
        "cache \"books\" "
            + FILE
            + ": expiry.eternal must be true, or be left out, but is \"false\"",
        "caches.books.tiers=pond",
        "caches.books.expiry.eternal=false");
  }

  @Test
  void load_classesThatCannotBeUsed_areRefused() {
    refused(
        "cache \"books\" "
            + FILE
            + ": 4 problems: key-type \"com.acme.Isbn\" is not on the class path; loader"
            + " \"java.lang.String\" does not implement javax.cache.integration.CacheLoader; writer"
            + " \"com.acme.Writer\" is not on the class path; expiry.policy \""
            + ManagerConfigurationTest.Locked.class.getName()
            + "\" has no public constructor without parameters",
        "caches.books.tiers=pond",
        "caches.books.key-type=com.acme.Isbn ",
        "caches.books.loader=java.lang.String",
        "caches.books.writer=com.acme.Writer",
        "caches.books.expiry.policy=" + ManagerConfigurationTest.Locked.class.getName());
  }

  @Test
  void load_codecMissing_namesTheArtifact() {
    assertThatThrownBy(() -> files.load("caches.books.tiers=pond", "caches.books.codec=fory"))
        .hasMessageStartingWith(
            "cache \"books\" " + FILE + ": codec \"fory\" is not on the class path; found: ")
        .hasMessageEndingWith("Add the artifact tiercel-codec-fory");
    assertThatThrownBy(() -> files.load("caches.books.tiers=pond", "caches.books.copier=none"))
        .hasMessageStartingWith(
            "cache \"books\" " + FILE + ": copier \"none\" is not on the class path; found: ")
        .hasMessageEndingWith("bytes, java, mirror, string");
  }

  @Test
  void load_compressionMissing_namesTheArtifact() {
    refused(
        "cache \"books\" "
            + FILE
            + ": compression \"zstd\" is not on the class path; found: none. Add the artifact"
            + " tiercel-codec-zstd",
        "caches.books.tiers=pond",
        "caches.books.compression=zstd");
    refused(
        "cache \"books\" "
            + FILE
            + ": 2 problems: compression-threshold must be >= 1 but is 0; compression \"gzip\" is"
            + " not on the class path; found: none",
        "caches.books.tiers=pond",
        "caches.books.compression=gzip",
        "caches.books.compression-threshold=0");
  }

  @Test
  void load_allowedClassesThatAllowAll_areRefused() {
    refused(
        "cache \"books\" "
            + FILE
            + ": allowed-classes must name classes (com.acme.Book), packages (com.acme.*) or"
            + " packages with all below them (com.acme.**) but has \"*\"",
        "caches.books.tiers=pond",
        "caches.books.allowed-classes=com.acme.Book, *");
  }

  @Test
  void load_secretsOfBadForm_areNotShown() {
    files.environment.put("DOOR", "s3cret");
    refused(
        "tier \"lake\" " + FILE + ": port must be a whole number",
        "tiers.lake.port=hunter2",
        "tiers.lake.uri=lake://superior");
    refused(
        "tier \"lake\" " + FILE + ": uri must be an absolute URI but is \"lake ${DOOR}\"",
        "tiers.lake.uri=lake ${DOOR}");
  }

  @Test
  void toString_ofDefinition_hidesSecrets() {
    CacheDefinition<?, ?> books =
        files
            .load(
                "tiers.lake.uri=lake://superior",
                "tiers.lake.password=hunter2",
                "caches.books.tiers=lake")
            .declared("books");

    assertThat(books.toString()).contains("password=***").doesNotContain("hunter2");
  }

  @Test
  void declared_readThroughWithoutLoader_isInvalid() {
    ManagerConfiguration configuration =
        files.load("caches.books.tiers=pond", "caches.books.read-through=true");

    assertThatThrownBy(() -> configuration.declared("books"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\" "
                + FILE
                + ": read-through needs a loader: set the option loader, or a CacheLoader in code");
  }

  @Test
  void define_throughWithoutLoaderOrWriter_isInvalid() {
    ManagerConfiguration configuration = files.load("caches.*.tiers=pond");

    assertThatThrownBy(
            () ->
                configuration.define(
                    "books",
                    new MutableConfiguration<>().setReadThrough(true).setWriteThrough(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cache \"books\" "
                + FILE
                + ": 2 problems: read-through needs a loader: set the option loader, or a"
                + " CacheLoader in code; write-through needs a writer: set the option writer, or a"
                + " CacheWriter in code");
  }

  @Test
  void define_byReference_needsOneObjectTier() {
    Configuration<Object, Object> byReference = new MutableConfiguration<>().setStoreByValue(false);
    ManagerConfiguration configuration =
        files.load(
            "tiers.lake.uri=lake://superior",
            "caches.deep.tiers=pond, lake",
            "caches.flat.tiers=pond");

    assertThat(configuration.define("flat", byReference).jcache().isStoreByValue()).isFalse();
    assertThatThrownBy(() -> configuration.define("deep", byReference))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "cache \"deep\" "
                + FILE
                + ": store-by-value = false needs a stack of heap alone but the stack is pond >"
                + " lake");
  }
}
