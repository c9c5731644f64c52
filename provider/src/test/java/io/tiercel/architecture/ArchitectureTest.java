package io.tiercel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static final String BASE = "io.tiercel";
  private static final String WRONG = "io.tiercel.architecture.wrong";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);

  private static final JavaClasses WRONG_ONES = new ClassFileImporter().importPackages(WRONG);

  static List<ArchRule> rules() {
    return Rules.below(BASE);
  }

  static List<ArchRule> rulesForWrongOnes() {
    return Rules.below(WRONG);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_ourClasses_holds(ArchRule rule) {
    rule.check(OURS);
  }

  @ParameterizedTest
  @MethodSource("rulesForWrongOnes")
  void rule_classesThatBreakIt_fails(ArchRule rule) {
    assertThat(rule.evaluate(WRONG_ONES).hasViolation()).as(rule.getDescription()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal.jcache", "internal.stack", "tiers.spi", "tiers.heap"})
  void package_namedInRules_hasClasses(String name) {
    assertThat(OURS.getPackage(BASE + "." + name).getClasses()).isNotEmpty();
  }
}
