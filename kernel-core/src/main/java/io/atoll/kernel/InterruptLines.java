package io.atoll.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The interrupt lines of one core: a bit per line, set by anybody, taken by the core. Raising a
 * line that is pending already changes nothing (it coalesces). Both sides are wait-free.
 *
 * <p>A two-level bitmap: {@code words} has a bit per line, {@code summary} a bit per word.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>words[i]</td><td>core, by getAndSet</td><td>anybody, by getAndBitwiseOr</td><td>–</td></tr>
 * <tr><td>summary</td><td>core, acquire, then getAndSet; anybody, volatile, after the word</td>
 * <td>anybody, by getAndBitwiseOr after the word</td><td>–</td></tr>
 * </table>
 */
public final class InterruptLines extends InterruptSummary {
    /** Lines of a core. */
    public static final int COUNT = 1024;

    /** The processor's deadline has come. */
    public static final int TIMER = 0;

    /** The machine wants the core back, or another core of the image wants something of it. */
    public static final int ATTENTION = 1;

    /** First line that programs can be given. */
    public static final int FIRST_USER = 2;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SUMMARY;

    static {
        try {
            SUMMARY =
                    MethodHandles.lookup()
                            .findVarHandle(InterruptSummaryWord.class, "summary", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] words = new long[COUNT / Long.SIZE];

    /** Any thread: raises a line. What was written before is visible to the core that takes it. */
    public void raise(int line) {
        long bit = 1L << line;
        int word = line >>> 6;
        // The word before the summary: who sees the summary bit finds the line. If the line was up,
        // whoever raised it may not have come to the summary yet, and this raise counts by itself.
        if (((long) WORDS.getAndBitwiseOr(words, word, bit) & bit) == 0 || !isInSummary(word)) {
            SUMMARY.getAndBitwiseOr(this, 1L << word);
        }
    }

    /** Whether a line is up and the core has not taken it yet; for reports. */
    public boolean isRaised(int line) {
        return ((long) WORDS.getVolatile(words, line >>> 6) >>> line & 1) != 0;
    }

    private boolean isInSummary(int word) {
        return ((long) SUMMARY.getVolatile(this) >>> word & 1) != 0;
    }

    /** True if a line is pending. Pairs with the release in {@link #raise}. */
    public boolean isPending() {
        return (long) SUMMARY.getAcquire(this) != 0;
    }

    /** Core only: takes the set of words that may have lines. */
    long takeSummary() {
        return (long) SUMMARY.getAndSet(this, 0L);
    }

    /** Core only: takes all lines of one word. */
    long takeWord(int word) {
        return (long) WORDS.getAndSet(words, word, 0L);
    }
}

/** Keeps what stands before in memory 128 bytes away from the summary, which other cores write. */
abstract class InterruptPaddingBefore {
    byte p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p010, p011, p012, p013, p014;
    byte p015, p016, p017, p018, p019, p020, p021, p022, p023, p024, p025, p026, p027, p028, p029;
    byte p030, p031, p032, p033, p034, p035, p036, p037, p038, p039, p040, p041, p042, p043, p044;
    byte p045, p046, p047, p048, p049, p050, p051, p052, p053, p054, p055, p056, p057, p058, p059;
    byte p060, p061, p062, p063, p064, p065, p066, p067, p068, p069, p070, p071, p072, p073, p074;
    byte p075, p076, p077, p078, p079, p080, p081, p082, p083, p084, p085, p086, p087, p088, p089;
    byte p090, p091, p092, p093, p094, p095, p096, p097, p098, p099, p100, p101, p102, p103, p104;
    byte p105, p106, p107, p108, p109, p110, p111, p112, p113, p114, p115, p116, p117, p118, p119;
}

/** The word that other cores write. */
abstract class InterruptSummaryWord extends InterruptPaddingBefore {
    @SuppressWarnings("unused") // by VarHandle
    long summary;
}

/** Keeps what follows in memory 128 bytes away. */
abstract class InterruptSummary extends InterruptSummaryWord {
    byte q000, q001, q002, q003, q004, q005, q006, q007, q008, q009, q010, q011, q012, q013, q014;
    byte q015, q016, q017, q018, q019, q020, q021, q022, q023, q024, q025, q026, q027, q028, q029;
    byte q030, q031, q032, q033, q034, q035, q036, q037, q038, q039, q040, q041, q042, q043, q044;
    byte q045, q046, q047, q048, q049, q050, q051, q052, q053, q054, q055, q056, q057, q058, q059;
    byte q060, q061, q062, q063, q064, q065, q066, q067, q068, q069, q070, q071, q072, q073, q074;
    byte q075, q076, q077, q078, q079, q080, q081, q082, q083, q084, q085, q086, q087, q088, q089;
    byte q090, q091, q092, q093, q094, q095, q096, q097, q098, q099, q100, q101, q102, q103, q104;
    byte q105, q106, q107, q108, q109, q110, q111, q112, q113, q114, q115, q116, q117, q118, q119;
}
