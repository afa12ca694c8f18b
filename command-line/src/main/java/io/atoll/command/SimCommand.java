package io.atoll.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code atoll sim}: a name that is taken, so that whoever tries it is told. */
@Command(name = "sim", hidden = true)
final class SimCommand implements Callable<Integer> {
    @Unmatched private List<String> arguments;

    @Override
    public Integer call() {
        throw new UsageException(RunCommand.NO_SIMULATION);
    }
}
