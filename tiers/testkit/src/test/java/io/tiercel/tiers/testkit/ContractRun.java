package io.tiercel.tiers.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract and tells which of its tests are red. */
final class ContractRun {
  private final Map<String, Throwable> red = new TreeMap<>();

  private ContractRun() {}

  /** Runs the whole contract. */
  static ContractRun of(Class<?> contract) {
    return run(List.of(DiscoverySelectors.selectClass(contract)));
  }

  /** Runs some tests of it. */
  static ContractRun of(Class<?> contract, List<String> tests) {
    return run(
        tests.stream().map(test -> DiscoverySelectors.selectMethod(contract, test)).toList());
  }

  private static ContractRun run(List<? extends DiscoverySelector> selectors) {
    ContractRun run = new ContractRun();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
    LauncherFactory.create().execute(request, run.new Listener());
    return run;
  }

  Set<String> red() {
    return red.keySet();
  }

  String messageOf(String test) {
    return red.get(test).getMessage();
  }

  private final class Listener implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      result
          .getThrowable()
          .ifPresent(
              failure ->
                  red.put(
                      test.getSource()
                          .filter(MethodSource.class::isInstance)
                          .map(source -> ((MethodSource) source).getMethodName())
                          .orElse(test.getDisplayName()),
                      failure));
    }
  }
}
