package io.flowmeter.quickstart;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the manifest of its jar. */
final class FlowmeterVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"flowmeter " + text()};
    }

    static String text() {
        String version = FlowmeterVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not built as a jar)" : version;
    }
}
