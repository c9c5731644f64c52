package io.tiercel.examples.yourowntier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final int ROUNDS = 100;
  private static final int PROCESSES = 3;

  @Test
  void change_severalProcessesCreateTheTable_allFindIt() {
    for (int round = 0; round < ROUNDS; round++) {
      String uri = "jdbc:h2:mem:new" + round + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";
      CyclicBarrier start = new CyclicBarrier(PROCESSES);
      List<CompletableFuture<Integer>> processes =
          IntStream.range(0, PROCESSES)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> clear(uri, start)))
              .toList();

      assertThat(processes).as("round %d", round).allSatisfy(p -> assertThat(p.join()).isZero());
    }
  }

  private static int clear(String uri, CyclicBarrier start) {
    try (Database database = new Database(uri)) {
      start.await();
      return database.change("delete from tiercel_entries");
    } catch (BrokenBarrierException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
