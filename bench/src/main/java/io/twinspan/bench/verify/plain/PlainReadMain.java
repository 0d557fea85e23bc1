package io.twinspan.bench.verify.plain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Reads both sides at once, once, and leaves in a file what it got. Confined to the main thread, but for the threads that read. */
public final class PlainReadMain {
    private static final int CONNECTIONS = 2;
    private static final int ANSWER_BYTES = 12 << 20;

    private PlainReadMain() {}

    /** Arguments: the reader, its file, how many partitions; then of each side its broker, and its topic. */
    public static void main(String[] arguments) throws Exception {
        PlainReader reader = PlainReader.of(arguments[0]);
        int partitions = Integer.parseInt(arguments[2]);
        List<Part> parts = new ArrayList<>();
        for (int side = 3; side < arguments.length; side += 2) {
            parts.addAll(parts(reader, arguments[side], arguments[side + 1], partitions));
        }
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            for (Part part : parts) {
                part.prepare();
            }
            long begun = System.nanoTime();
            long got = 0;
            for (Future<Long> part : threads.invokeAll(
                    parts.stream().<Callable<Long>>map(part -> part::read).toList())) {
                got += part.get();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            boolean isFetch = reader == PlainReader.FETCH;
            new PlainRead(isFetch ? got : 0, isFetch ? 0 : got, seconds).write(Path.of(arguments[1]));
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
            for (Part part : parts) {
                part.close();
            }
        }
    }

    private static List<Part> parts(PlainReader reader, String broker, String topic, int partitions) {
        List<Integer> all = IntStream.range(0, partitions).boxed().toList();
        if (reader == PlainReader.CONSUMER) {
            return List.of(new ConsumerRead(broker, topic, all));
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(CONNECTIONS, partitions); i++) {
            int number = i;
            List<Integer> own = all.stream()
                    .filter(partition -> partition % CONNECTIONS == number)
                    .toList();
            parts.add(new BareFetch(broker, topic, own, ANSWER_BYTES));
        }
        return parts;
    }
}
