package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The services of a cluster over its directory, whether they run or not. */
final class ClusterParts {

    private final Layout layout;
    private final ProcessTable table;
    private final Endpoints endpoints;
    private final StateDisk stateDisk;
    private final FlinkRest rest;
    private final Service kafka;
    private final PostgresService postgres;
    private final Service jobManager;
    private final List<Service> taskManagers;
    private final List<Service> apis;
    private final MeteringJob job;
    private final FaultAgentControl faultAgent;

    private ClusterParts(
            ClusterSettings settings, Ports ports, ProcessTable table, StateDisk stateDisk)
            throws IOException {
        var home = Home.find();
        this.layout = new Layout(settings.directory());
        this.table = table;
        this.stateDisk = stateDisk;
        this.endpoints = Endpoints.of(ports);
        this.rest = new FlinkRest(endpoints.flink());
        this.kafka = KafkaBroker.service(home, layout, ports, table);
        this.postgres = PostgresService.of(home, layout, ports, table);
        var flink = new FlinkServices(home, layout, ports, table, stateDisk, rest);
        this.jobManager = flink.jobManager();
        this.faultAgent = new FaultAgentControl(layout.arming(), home.agentJar());
        List<String> options = settings.agent() ? faultAgent.options() : List.of();
        List<Service> workers = new ArrayList<>();
        for (int number = 1; number <= settings.taskManagers(); number++) {
            workers.add(flink.taskManager(number, jobManager, options));
        }
        this.taskManagers = List.copyOf(workers);
        Service first = ApiServer.first(home, layout, ports, table);
        this.apis =
                settings.apis() == 1
                        ? List.of(first)
                        : List.of(first, ApiServer.second(home, layout, ports, table));
        this.job =
                new MeteringJob(
                        rest, new JobSubmission(home, layout, endpoints, settings), stateDisk);
    }

    /**
     * Prepares a directory, new or of an earlier cluster; nothing but the disk is started.
     *
     * @throws IllegalStateException if a cluster runs over it
     */
    static ClusterParts create(ClusterSettings settings) throws IOException {
        var layout = new Layout(settings.directory());
        Files.createDirectories(layout.directory());
        var table = ProcessTable.read(layout.processes());
        var running = table.running();
        if (!running.isEmpty()) {
            throw new IllegalStateException(
                    "a cluster runs over " + layout.directory() + ": " + running.keySet());
        }
        layout.create();
        var ports = ports(layout.plan());
        ClusterPlan.of(settings, ports).write(layout.plan());
        var disk = StateDisk.open(layout.state(), settings.stateDiskMebibytes(), table);
        return new ClusterParts(settings, ports, table, disk);
    }

    /** Takes up the cluster that another process started, running or not. */
    static ClusterParts reopen(Path directory) throws IOException {
        var layout = new Layout(directory);
        var plan = ClusterPlan.read(layout.plan());
        var table = ProcessTable.read(layout.processes());
        var disk = StateDisk.reopen(layout.state(), table);
        return new ClusterParts(plan.settings(directory), plan.ports(), table, disk);
    }

    /** Starts all services, those beside each other that do not need each other. */
    void start() {
        List<Service> first = List.of(kafka, postgres, jobManager);
        first.forEach(Service::begin);
        postgres.awaitAnswer();
        postgres.migrate();
        kafka.awaitAnswer();
        KafkaTopics.create(endpoints.bootstrapServers());
        apis.forEach(Service::begin);
        taskManagers.forEach(Service::begin);
        jobManager.awaitAnswer();
        taskManagers.forEach(Service::awaitAnswer);
        apis.forEach(Service::awaitAnswer);
    }

    /** Stops all services in good order, the last started first. */
    void stop() {
        List<Service> reverse = new ArrayList<>(services());
        Collections.reverse(reverse);
        reverse.forEach(Service::stop);
        StateDisk.close(table);
    }

    /** Ends all at once by force. */
    void kill() {
        services().forEach(Service::kill);
        StateDisk.close(table);
    }

    void awaitTaskManagers(int count, Duration patience) {
        Waiting.until(
                "the registration of " + count + " TaskManagers",
                patience,
                () -> rest.get("/overview").path("taskmanagers").asInt() >= count);
    }

    Service kafka() {
        return kafka;
    }

    PostgresService postgres() {
        return postgres;
    }

    Service jobManager() {
        return jobManager;
    }

    List<Service> taskManagers() {
        return taskManagers;
    }

    List<Service> apis() {
        return apis;
    }

    MeteringJob job() {
        return job;
    }

    FaultAgentControl faultAgent() {
        return faultAgent;
    }

    StateDisk stateDisk() {
        return stateDisk;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    ProcessTable table() {
        return table;
    }

    /** Where the service is reached; empty for one that only its peers reach. */
    String address(Service service) {
        if (service == kafka) {
            return endpoints.bootstrapServers();
        } else if (service == postgres) {
            return endpoints.jdbcUrl().replaceFirst("^jdbc:postgresql://", "");
        } else if (service == jobManager) {
            return endpoints.flink().toString();
        }
        return service == apis.get(0) ? endpoints.api().toString() : "";
    }

    /** All of them, in the order of their start. */
    List<Service> services() {
        List<Service> all = new ArrayList<>(List.of(kafka, postgres, jobManager));
        all.addAll(taskManagers);
        all.addAll(apis);
        return all;
    }

    /** Clients remember ports, so the earlier ones are taken again where they are free. */
    private static Ports ports(Path plan) {
        if (Files.exists(plan)) {
            Ports earlier = ClusterPlan.read(plan).ports();
            if (earlier.areFree()) {
                return earlier;
            }
        }
        return Ports.free();
    }
}
