package io.atoll.coordinator.system;

import java.util.Objects;

/**
 * What a description is checked against.
 *
 * @param cores the machine it is to run on
 * @param ppcPolicy whether protected calls may cross clusters
 * @param files where the files that it names are looked for
 * @param isForMicrokit whether a system file must be one that the Microkit tool accepts, too
 */
public record CheckOptions(
        Cores cores, PpcPolicy ppcPolicy, SearchPath files, boolean isForMicrokit) {
    public CheckOptions {
        Objects.requireNonNull(cores, "cores");
        Objects.requireNonNull(ppcPolicy, "ppcPolicy");
        Objects.requireNonNull(files, "files");
    }

    /** For Atoll alone. */
    public CheckOptions(Cores cores, PpcPolicy ppcPolicy, SearchPath files) {
        this(cores, ppcPolicy, files, false);
    }

    /** Strict about calls, with files looked for in the current folder. */
    public static CheckOptions strict(Cores cores) {
        return new CheckOptions(cores, PpcPolicy.STRICT, SearchPath.current());
    }
}
