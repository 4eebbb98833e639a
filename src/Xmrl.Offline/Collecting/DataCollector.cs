using System.Security.Cryptography;
using System.Text;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Files;
using Xmrl.Runs.Provenance;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Offline.Collecting;

/// <summary>Makes a data set: one buffer per task of the three sets, each by a policy of its own, in a file of its own. A collection that
/// was stopped goes on with the tasks that have no file.</summary>
/// <param name="configuration">Environment, policy, and learner where one is asked for.</param>
/// <param name="settings">What is collected.</param>
internal sealed class DataCollector(TrainConfiguration configuration, CollectSettings settings)
{
    /// <summary>The run whose policy collects; for <see cref="CollectorName.Fixed"/> alone.</summary>
    public string? From { get; init; }

    /// <summary>The tasks; null for those that the settings' numbers and seed draw.</summary>
    public TaskSets? Tasks { get; init; }

    /// <summary>Told how many tasks are done, of how many.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Components of actions that were clipped in this call.</summary>
    public long Clipped { get; private set; }

    /// <summary>Collects.</summary>
    /// <param name="folder">New, empty, or one in which the same collection was stopped.</param>
    /// <param name="threads">Threads; results do not depend on them.</param>
    /// <param name="token">Checked before every step.</param>
    /// <returns>The description of the complete set.</returns>
    /// <exception cref="ConfigurationException">The folder holds something else, or the collector does not go with the environment.
    /// </exception>
    public DataSetDescription Collect(string folder, int threads, CancellationToken token)
    {
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        EnvironmentSpec spec = family.Spec;
        if (settings.Collector == CollectorName.SoftActorCritic)
        {
            SoftPolicy.Require(spec);
        }

        StoredPolicy? stored = (settings.Collector, From) switch
        {
            (CollectorName.Fixed, { } run) => StoredPolicy.OfRun(run, spec),
            (CollectorName.Fixed, null) => throw new ConfigurationException("collector fixed needs a run: --from."),
            (_, not null) => throw new ConfigurationException("A run to collect with goes with collector fixed alone."),
            (CollectorName.Random, null) => StoredPolicy.Untrained(configuration),
            _ => null,
        };
        var form = new DataSetForm(spec, settings.ActionLimit);
        (BufferSet Set, MdpTask Task)[] tasks = Drawn(family);
        string collection = Identity(spec, stored);
        string resolved = Prepare(folder, tasks.Length);
        var buffers = new TaskBuffer?[tasks.Length];
        int done = 0;
        long clipped = 0;
        using var pool = new WorkPool(threads);
        pool.Run(
            tasks.Length, (_, item) =>
            {
                (BufferSet set, MdpTask task) = tasks[item];
                string path = Path.Combine(resolved, BufferFile.NameOf(item));
                buffers[item] = BufferFile.ReadOrNull(path, task, form, $"{collection} {set}");
                if (buffers[item] is null)
                {
                    var log = new EpisodeLog(spec, settings.ActionLimit);
                    RandomKey key = RandomKey.FromSeed(settings.Seed).Derive(RandomPurpose.TrialRollout).Derive((int)set)
                        .Derive(task.Index);
                    Collect(family, log, (task, key, settings.Of(set)), stored, token);
                    TaskBuffer buffer = log.ToBuffer(task);
                    form.Check(buffer, path);
                    BufferFile.Write(path, buffer, form, $"{collection} {set}");
                    buffers[item] = buffer;
                    Interlocked.Add(ref clipped, log.Clipped);
                }

                Progress?.Invoke(Interlocked.Increment(ref done), tasks.Length);
            },
            token);
        Clipped = clipped;
        return OfflineDataSet.Complete(
            resolved, form,
            new CollectorEntry
            {
                Name = NameOf(settings.Collector),
                Settings = settings.Texts(spec.Horizon),
                Seed = settings.Seed,
                Commit = SourceCommit.Find(AppContext.BaseDirectory).Commit,
            },
            [.. tasks.Select((entry, item) => (entry.Set, buffers[item]!))]);
    }

    /// <summary>A collector's name on the command line and in dataset.json.</summary>
    /// <param name="collector">The collector.</param>
    public static string NameOf(CollectorName collector) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(collector.ToString());

    private void Collect(
        IEnvironmentFamily family, EpisodeLog log, (MdpTask Task, RandomKey Key, CollectSettings Settings) parts, StoredPolicy? stored,
        CancellationToken token)
    {
        bool learns = settings.Collector is CollectorName.TrustRegion or CollectorName.Clipped;
        var recording = new RecordingFamily(family, log, learns ? settings.SegmentOf(family.Spec.Horizon) : family.Spec.Horizon);
        if (stored is not null)
        {
            stored.Run(recording, log, parts, token);
        }
        else if (settings.Collector == CollectorName.SoftActorCritic)
        {
            SoftPolicy.Run(recording, log, parts, token);
        }
        else
        {
            IPolicy policy = LearnerFactory.Policy(configuration.Policy with { ContextSize = 0 }, recording.Spec);
            LearningPolicy.Run(recording, log, policy, parts, token);
        }
    }

    private (BufferSet Set, MdpTask Task)[] Drawn(IEnvironmentFamily family)
    {
        var sizes = new TaskSettings { Training = settings.Training, Validation = settings.Validation, Test = settings.Test };
        TaskSets sets = Tasks ?? TaskSets.Draw(sizes, family, RandomKey.FromSeed(settings.Seed));
        return
        [
            .. sets.Training.Select(task => (BufferSet.Training, task)),
            .. sets.Validation.Select(task => (BufferSet.Validation, task)),
            .. sets.Test.Select(task => (BufferSet.Test, task)),
        ];
    }

    /// <summary>What decides the content of every file, apart from the task.</summary>
    private string Identity(EnvironmentSpec spec, StoredPolicy? stored)
    {
        string[] parts =
        [
            spec.Id, spec.RewardVersion, NameOf(settings.Collector), $"{settings.Seed}", .. settings.Texts(spec.Horizon),
            stored?.Identity ?? "", settings.Collector == CollectorName.Fixed ? "" : ConfigurationWriter.Write(configuration.Policy),
            settings.Collector == CollectorName.Random ? ConfigurationWriter.Write(configuration.Meta) : "",
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
    }

    private static string Prepare(string folder, int tasks)
    {
        string resolved = RunFiles.Resolve(folder);
        if (OfflineDataSet.IsOne(resolved))
        {
            throw new ConfigurationException(
                $"{folder} is a complete data set; expected a new folder, or one whose collection was stopped.");
        }

        RunFiles.CreateFolder(resolved);
        RunFiles.DeleteLeftovers(resolved);
        var own = Enumerable.Range(0, tasks).Select(BufferFile.NameOf).ToHashSet(StringComparer.Ordinal);
        string? strange = RunFiles.List(resolved).Concat(RunFiles.ListFolders(resolved)).Select(entry => Path.GetFileName(entry))
            .Order(StringComparer.Ordinal).FirstOrDefault(name => !own.Contains(name));
        return strange is null
            ? resolved
            : throw new ConfigurationException($"{folder} holds {strange}; expected a new folder, or one whose collection was stopped.");
    }
}
