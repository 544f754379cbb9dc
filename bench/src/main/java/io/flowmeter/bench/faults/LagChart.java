package io.flowmeter.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Lag over time as SVG: how old the newest complete numbers were, and what struck when. */
final class LagChart {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 320;
    private static final int LEFT = 50;
    private static final int BOTTOM = 40;
    private static final int TOP = 90;

    private final SortedMap<Instant, Duration> lags;
    private final List<Strike> strikes;
    private final Instant start;
    private final double millis;
    private final double mostSeconds;

    /**
     * @param lags by the time they were seen; not empty
     */
    LagChart(SortedMap<Instant, Duration> lags, List<Strike> strikes) {
        this.lags = lags;
        this.strikes = strikes;
        this.start = lags.firstKey();
        this.millis = Math.max(1, Duration.between(start, lags.lastKey()).toMillis());
        this.mostSeconds =
                lags.values().stream().mapToDouble(LagChart::seconds).max().orElse(1) + 1;
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'"
                        + " font-family='sans-serif' font-size='11'>",
                WIDTH,
                HEIGHT);
        line(svg, "<rect width='%d' height='%d' fill='white'/>", WIDTH, HEIGHT);
        strikes.forEach(strike -> mark(svg, strike));
        axes(svg);
        svg.append("<polyline fill='none' stroke='#0b5fa5' stroke-width='1.2' points='");
        lags.forEach((at, lag) -> line(svg, "%.1f,%.1f", x(at), y(seconds(lag))));
        return svg.append("'/>\n</svg>\n").toString();
    }

    private void mark(StringBuilder svg, Strike strike) {
        double x = x(strike.at());
        line(
                svg,
                "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='#f6c9c2'/>",
                x,
                TOP,
                Math.max(1, x(strike.repairedAt()) - x),
                HEIGHT - BOTTOM - TOP);
        line(
                svg,
                "<text transform='translate(%.1f,%d) rotate(-60)' font-size='8'>%s</text>",
                x + 4,
                TOP - 3,
                strike.kind().label());
    }

    private void axes(StringBuilder svg) {
        double step = Math.max(1, Math.ceil(mostSeconds / 50) * 10);
        for (double value = 0; value < mostSeconds; value += step) {
            line(
                    svg,
                    "<path d='M%d %.1fH%d' stroke='#ddd'/><text x='8' y='%.1f'>%.0f s</text>",
                    LEFT,
                    y(value),
                    WIDTH,
                    y(value) + 4,
                    value);
        }
        for (int minute = 0; minute * 60_000.0 <= millis; minute++) {
            line(
                    svg,
                    "<text x='%.1f' y='%d'>%d</text>",
                    x(start.plusSeconds(60L * minute)),
                    HEIGHT - BOTTOM + 15,
                    minute);
        }
        line(
                svg,
                "<text x='%d' y='%d'>minutes; age of the newest complete numbers; shaded: a fault"
                        + " and its cause</text>",
                LEFT,
                HEIGHT - 8);
    }

    private double x(Instant at) {
        double part = Duration.between(start, at).toMillis() / millis;
        return LEFT + Math.min(1, Math.max(0, part)) * (WIDTH - LEFT - 10);
    }

    private double y(double seconds) {
        return HEIGHT - BOTTOM - seconds / mostSeconds * (HEIGHT - BOTTOM - TOP);
    }

    private static double seconds(Duration lag) {
        return lag.toMillis() / 1000.0;
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
