using Xmrl.Runs.Curves;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Comparison;

/// <summary>Finds the first place where two runs part; made for runs that should be alike.</summary>
internal static class RunComparer
{
    private const string TimeSuffix = "seconds";
    private const string TasksName = "tasks.json";
    private static readonly string[] s_results =
        [TasksName, "explanation.json", "fidelity.json", "planted.json", "confirmation.json", "repaired.safetensors", "evaluation.json"];

    /// <summary>Compares two runs, also while they are at work.</summary>
    /// <param name="first">One run.</param>
    /// <param name="second">The other.</param>
    /// <returns>The differences.</returns>
    /// <exception cref="InvalidDataException">A file is not valid.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RunDifference Compare(RunDirectory first, RunDirectory second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        string[] series = [.. first.Series()];
        string[] files = [.. Results(first).Intersect(Results(second), StringComparer.Ordinal)];
        StoredCheckpoint[] checkpoints = [.. first.Checkpoints.List()];
        HashSet<string> others = [.. second.Checkpoints.List().Select(static checkpoint => Path.GetFileName(checkpoint.FullPath))];
        return new RunDifference
        {
            Damaged = [.. Damaged(first), .. Damaged(second)],
            FilesCompared = files.Count(name => name != TasksName),
            CheckpointsCompared = checkpoints.Count(checkpoint => others.Contains(Path.GetFileName(checkpoint.FullPath))),
            OnlyFirst = [.. Parts(first).Except(Parts(second), StringComparer.Ordinal)],
            OnlySecond = [.. Parts(second).Except(Parts(first), StringComparer.Ordinal)],
            Request = [.. ValueDifference.Between(Request(first.ReadState()), Request(second.ReadState()))],
            Configuration = [.. ValueDifference.Between(Configuration(first), Configuration(second))],
            Environment = first.ReadEnvironment() is { } one && second.ReadEnvironment() is { } other
                ? EnvironmentDifference.Between(one, other)
                : [],
            Series = [.. series.Intersect(second.Series(), StringComparer.Ordinal).Select(name => Compare(first, second, name))],
            Checkpoints = [.. Checkpoints(first, second)],
            Files = [.. files.Where(name => !Same(first.File(name), second.File(name)))],
        };
    }

    private static IEnumerable<string> Damaged(RunDirectory run) =>
        RunCheck.Problems(run).Select(problem => $"{run.FullPath}: {problem.Message}");

    /// <summary>What may be compared: trainings and result files.</summary>
    private static IEnumerable<string> Parts(RunDirectory run) =>
        run.Series().Select(series => Path.GetFileName(run.MetricsPathOf(series))).Concat(Results(run));

    private static IEnumerable<KeyValuePair<string, string>> Request(RunState state) =>
    [
        KeyValuePair.Create("action", state.Action),
        KeyValuePair.Create("experiment", state.Experiment),
        KeyValuePair.Create("seed", $"{state.Seed}"),
        KeyValuePair.Create("quick", state.Quick ? "true" : "false"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Configuration(RunDirectory run) =>
        File.Exists(run.ConfigurationPath) ? FlatConfiguration.Of(run.ReadConfiguration()) : [];

    private static IEnumerable<string> Results(RunDirectory run) =>
        s_results.Where(name => File.Exists(run.File(name)))
            .Concat(
                RunFiles.List(run.FullPath, "mixing-*.json").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    private static SeriesDifference Compare(RunDirectory first, RunDirectory second, string series)
    {
        string file = Path.GetFileName(first.MetricsPathOf(series));
        bool hasHashes = true;
        long alike = 0;
        using IEnumerator<MetricsRow> ones = first.ReadMetrics(series).GetEnumerator();
        using IEnumerator<MetricsRow> others = second.ReadMetrics(series).GetEnumerator();
        bool hasOne;
        bool hasOther;
        while ((hasOne = ones.MoveNext()) & (hasOther = others.MoveNext()))
        {
            (MetricsRow one, MetricsRow other) = (ones.Current, others.Current);
            hasHashes &= one.Hashes.Count > 0 && other.Hashes.Count > 0;
            ValueDifference[] hashes = one.Hashes.Count > 0 && other.Hashes.Count > 0
                ? [.. ValueDifference.Between(one.Hashes, other.Hashes)]
                : [];
            ValueDifference[] metrics = [.. ValueDifference.Between(Untimed(one), Untimed(other))];
            if (one.Iteration != other.Iteration || hashes.Length > 0 || metrics.Length > 0)
            {
                // The hash over all parameters names no tensor.
                string[] tensors = [.. hashes.Select(static hash => hash.Name)];
                return new SeriesDifference
                {
                    File = file,
                    Alike = alike,
                    Iteration = Math.Min(one.Iteration, other.Iteration),
                    Tensors = tensors.Length > 1 ? [.. tensors.Where(static name => name != "parameters")] : tensors,
                    Metrics = one.Iteration == other.Iteration
                        ? metrics
                        : [new ValueDifference("iteration", $"{one.Iteration}", $"{other.Iteration}")],
                    HasHashes = hasHashes,
                };
            }

            alike++;
        }

        (long First, long Second) rest = (Rest(ones, hasOne), Rest(others, hasOther));
        return new SeriesDifference { File = file, Alike = alike, HasHashes = hasHashes, OnlyFirst = rest.First, OnlySecond = rest.Second };
    }

    /// <summary>Iterations from the present one on.</summary>
    private static long Rest(IEnumerator<MetricsRow> rows, bool hasRow)
    {
        long count = 0;
        for (; hasRow; hasRow = rows.MoveNext())
        {
            count++;
        }

        return count;
    }

    private static IEnumerable<KeyValuePair<string, string>> Untimed(MetricsRow row) =>
        row.Values.Where(static value => !value.Key.EndsWith(TimeSuffix, StringComparison.Ordinal))
            .Select(static value => KeyValuePair.Create(value.Key, value.Value.ToString("R")));

    private static IEnumerable<CheckpointDifference> Checkpoints(RunDirectory first, RunDirectory second)
    {
        Dictionary<string, string> others = second.Checkpoints.List()
            .ToDictionary(static checkpoint => Path.GetFileName(checkpoint.FullPath), static checkpoint => checkpoint.FullPath);
        foreach (StoredCheckpoint checkpoint in first.Checkpoints.List())
        {
            string name = Path.GetFileName(checkpoint.FullPath);
            if (others.TryGetValue(name, out string? other)
                && !Same(checkpoint.FullPath, other)
                && Compare(name, checkpoint.FullPath, other) is { } difference)
            {
                yield return difference;
            }
        }
    }

    /// <summary>How two files differ; null where only the run that they name does.</summary>
    private static CheckpointDifference? Compare(string name, string firstPath, string secondPath)
    {
        SafetensorsFile first;
        SafetensorsFile second;
        try
        {
            first = SafetensorsFile.Read(firstPath);
            second = SafetensorsFile.Read(secondPath);
        }
        catch (InvalidDataException error)
        {
            return new CheckpointDifference(name, [], FailureSentence.Of(error));
        }

        string[] tensors =
            [.. first.Tensors.Keys.Union(second.Tensors.Keys, StringComparer.Ordinal).Where(tensor => !Same(first, second, tensor))];
        return tensors.Length > 0 ? new CheckpointDifference(name, tensors, $"tensor {tensors[0]}: {Describe(first, second, tensors[0])}.")
            : Facts(first).SequenceEqual(Facts(second)) ? null
            : new CheckpointDifference(name, tensors, "their metadata differ.");
    }

    /// <summary>What metadata say beside the run; curves are compared themselves.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Facts(SafetensorsFile file) =>
        file.Metadata.Where(static entry => !CheckpointBinding.IsKey(entry.Key) && entry.Key != CheckpointBinding.CurvesKey);

    private static bool Same(SafetensorsFile first, SafetensorsFile second, string tensor) =>
        first.Tensors.TryGetValue(tensor, out StoredTensor? one) && second.Tensors.TryGetValue(tensor, out StoredTensor? other)
        && one.Type == other.Type && one.Shape.SequenceEqual(other.Shape) && one.Bytes.SequenceEqual(other.Bytes);

    private static string Describe(SafetensorsFile first, SafetensorsFile second, string tensor)
    {
        if (!first.Tensors.TryGetValue(tensor, out StoredTensor? one) || !second.Tensors.TryGetValue(tensor, out StoredTensor? other))
        {
            return $"only the {(first.Tensors.ContainsKey(tensor) ? "first" : "second")} run has it";
        }

        if (one.Type != other.Type || !one.Shape.SequenceEqual(other.Shape))
        {
            return $"{one.Type} [{string.Join(", ", one.Shape)}] and {other.Type} [{string.Join(", ", other.Shape)}]";
        }

        int element = one.Bytes.CommonPrefixLength(other.Bytes) / Math.Max(1, one.Bytes.Length / Math.Max(1, one.Count));
        return one.Type is TensorType.F32 or TensorType.F64
            ? $"element {element} is {one.ToDoubles()[element]:R} and {other.ToDoubles()[element]:R}"
            : $"element {element} differs";
    }

    private static bool Same(string firstPath, string secondPath) =>
        Hash(firstPath).AsSpan().SequenceEqual(Hash(secondPath));

    private static byte[] Hash(string path)
    {
        using FileStream stream = RunFiles.OpenRead(path);
        return System.Security.Cryptography.SHA256.HashData(stream);
    }
}
