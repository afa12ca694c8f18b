package io.atoll.kernel.concurrency;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A word that one core writes at a time and others read, alone on its cache lines: whoever writes
 * it disturbs nobody who works next to it in memory.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>value</td><td>anybody, volatile; its owner, plain</td><td>its owner: volatile where it looks at
 * what others say next, else release</td><td>–</td></tr>
 * </table>
 */
class PaddedWord extends WordPaddingAfter {
    static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(WordValue.class, "value", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A store that is visible before anything is loaded after it. */
    final void setVolatile(int set) {
        VALUE.setVolatile(this, set);
    }

    /** What was done before is visible to whoever sees the new value. */
    final void setRelease(int set) {
        VALUE.setRelease(this, set);
    }

    final int getVolatile() {
        return (int) VALUE.getVolatile(this);
    }

    /** For its owner. */
    final int getPlain() {
        return value;
    }
}

/**
 * Keeps what stands before in memory 128 bytes away. Made of bytes: the JVM puts a subclass's field
 * into the gap that wider ones leave behind the object's header.
 */
abstract class WordPaddingBefore {
    byte p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p010, p011, p012, p013, p014;
    byte p015, p016, p017, p018, p019, p020, p021, p022, p023, p024, p025, p026, p027, p028, p029;
    byte p030, p031, p032, p033, p034, p035, p036, p037, p038, p039, p040, p041, p042, p043, p044;
    byte p045, p046, p047, p048, p049, p050, p051, p052, p053, p054, p055, p056, p057, p058, p059;
    byte p060, p061, p062, p063, p064, p065, p066, p067, p068, p069, p070, p071, p072, p073, p074;
    byte p075, p076, p077, p078, p079, p080, p081, p082, p083, p084, p085, p086, p087, p088, p089;
    byte p090, p091, p092, p093, p094, p095, p096, p097, p098, p099, p100, p101, p102, p103, p104;
    byte p105, p106, p107, p108, p109, p110, p111, p112, p113, p114, p115, p116, p117, p118, p119;
    byte p120, p121, p122, p123, p124, p125, p126, p127;
}

/** The word. */
abstract class WordValue extends WordPaddingBefore {
    @SuppressWarnings("unused") // by VarHandle
    int value;
}

/** Keeps what follows in memory 128 bytes away. */
abstract class WordPaddingAfter extends WordValue {
    byte q000, q001, q002, q003, q004, q005, q006, q007, q008, q009, q010, q011, q012, q013, q014;
    byte q015, q016, q017, q018, q019, q020, q021, q022, q023, q024, q025, q026, q027, q028, q029;
    byte q030, q031, q032, q033, q034, q035, q036, q037, q038, q039, q040, q041, q042, q043, q044;
    byte q045, q046, q047, q048, q049, q050, q051, q052, q053, q054, q055, q056, q057, q058, q059;
    byte q060, q061, q062, q063, q064, q065, q066, q067, q068, q069, q070, q071, q072, q073, q074;
    byte q075, q076, q077, q078, q079, q080, q081, q082, q083, q084, q085, q086, q087, q088, q089;
    byte q090, q091, q092, q093, q094, q095, q096, q097, q098, q099, q100, q101, q102, q103, q104;
    byte q105, q106, q107, q108, q109, q110, q111, q112, q113, q114, q115, q116, q117, q118, q119;
    byte q120, q121, q122, q123, q124, q125, q126, q127;
}
