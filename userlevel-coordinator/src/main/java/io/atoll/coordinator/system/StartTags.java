package io.atoll.coordinator.system;

import java.util.Arrays;

/**
 * The offsets at which the start tags of an XML text begin, in order. The streaming parser of the
 * JDK tells where a tag ends; people look for where it begins. Correct as far as the text is well
 * formed, and used no further.
 */
final class StartTags {
    private StartTags() {}

    static int[] offsets(String xml) {
        int[] offsets = new int[16];
        int count = 0;
        int at = xml.indexOf('<');
        while (at >= 0) {
            int next;
            if (xml.startsWith("<!--", at)) {
                next = after(xml, "-->", at + 4);
            } else if (xml.startsWith("<![CDATA[", at)) {
                next = after(xml, "]]>", at + 9);
            } else if (xml.startsWith("<?", at)) {
                next = after(xml, "?>", at + 2);
            } else {
                if (isStartTag(xml, at)) {
                    if (count == offsets.length) {
                        offsets = Arrays.copyOf(offsets, 2 * count);
                    }
                    offsets[count++] = at;
                }
                next = at + 1; // neither a tag nor an attribute value can contain another '<'
            }
            at = xml.indexOf('<', next);
        }
        return Arrays.copyOf(offsets, count);
    }

    private static boolean isStartTag(String xml, int at) {
        if (at + 1 == xml.length()) {
            return false;
        }
        char following = xml.charAt(at + 1);
        return following != '/' && following != '!';
    }

    private static int after(String xml, String end, int from) {
        int at = xml.indexOf(end, from);
        return at < 0 ? xml.length() : at + end.length();
    }
}
