using System.Text;
using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Reporting;
using Xmrl.Import;
using Xmrl.Import.Arrays;
using Xmrl.Import.Layouts;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Safetensors;
using Xmrl.Runs.TensorBoard;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.MarketData;

namespace Xmrl.FuzzHost;

/// <summary>Every reader of bytes that somebody else may have written.</summary>
internal static class Readers
{
    private const string Prices =
        "date,tic,open,high,low,close,volume\n2021-01-04,AAPL,1,2,0.5,1.5,100\n2021-01-05,AAPL,1.5,2,1,1.75,0\n"
            + "2021-01-05,B.C,10,11,9,10,5\n";
    private const string Model =
        "<mujoco model=\"a\"><compiler meshdir=\"meshes\"/><asset><mesh name=\"m\" file=\"m.stl\"/></asset><worldbody><body><geom "
            + "size=\"1\"/></body></worldbody></mujoco>";

    private static readonly IEnvironmentFamily s_family = LearnerFactory.Family(SeedRun.Environment);

    /// <summary>Records in JSON by the letter that the first byte of a case is.</summary>
    private static readonly Dictionary<char, (string Name, Action<string> Read)> s_records = new()
    {
        ['s'] = ("state.json", static path => State(path)),
        ['d'] = ("identity.json", static path => Rewritten<RunIdentity>(path)),
        ['m'] = ("manifest.json", static path => Listed(new RunManifest(Path.GetDirectoryName(path)!), path)),
        ['g'] = ("stages.json", static path => _ = RunJson.Read<StageBook.Entry[]>(path)),
        ['n'] = ("environment.json", static path => Rewritten<EnvironmentInfo>(path)),
        ['t'] = ("tasks.json", static path => _ = TaskSets.Read(path, s_family.Spec)),
        ['v'] = ("evaluation.json", static path => Rewritten<StoredEvaluation>(path)),
        ['x'] = ("explanation.json", static path => Rewritten<StoredExplanation>(path)),
        ['c'] = ("confirmation.json", static path => Rewritten<StoredConfirmation>(path)),
        ['i'] = ("mixing-xmrl.json", static path => Rewritten<StoredMixing>(path)),
        ['r'] = ("report.json", static path => Report(path)),
        ['k'] = (RunDescription.FileName, static path => Rewritten<RunDescription>(path)),
        ['e'] = (StoredEpisodes.FileName, static path => Rewritten<StoredEpisodes>(path)),
        ['h'] = (RunHeartbeat.FileName, static path => Rewritten<RunHeartbeat>(path)),
    };

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<FuzzedReader> All =>
    [
        new("checkpoint", Checkpoint, static name => name.EndsWith(".safetensors", StringComparison.Ordinal) ? "" : null, []),
        new(
            "configuration", Configuration, static name => name == "config.yaml" ? "" : null,
            [
                "policy: {hiddenSizes: [8, 8], activation: relu}\nmeta:\n  learner: \"maml\"\n  # a comment\n  epochs: {count: "
                    + "3}\nretrain:\n  methods: [xmrl]\n",
            ]),
        new(
            "records", Record,
            static name => s_records.Where(record => record.Value.Name == name).Select(record => record.Key.ToString()).FirstOrDefault(),
            []),
        new(
            "lines", Lines,
            static name
                => name.EndsWith(".jsonl", StringComparison.Ordinal) ? "m" : name.EndsWith(".csv", StringComparison.Ordinal) ? "p" : null,
            []),
        new("events", Events, static name => name.Contains("tfevents", StringComparison.Ordinal) ? "e" : null, ["r\n\u000dbrain.Event:2"]),
        new(
            "prices", static bytes => Answers.OfFile("prices.csv", bytes, PriceFileOf), static _ => null,
            [Prices, "Tic,Volume,day,Date,CLOSE,open,\"high\",low\r\nA,7,0,2021-01-04,3,2,4,1\r\n"]),
        new(
            "arrays", static bytes => Answers.OfFile("pairs.npz", bytes, static path => _ = NpzReader.Read(UserFile.Read(path))),
            static _ => null, ["PK\u0005\u0006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"]),
        new(
            "onnx",
            static bytes => Answers.OfFile(
                "policy.onnx", bytes, static path => _ = OnnxNetwork.Read(OnnxReader.Read(UserFile.Read(path).Bytes, path), null)),
            static _ => null, [":\u0018\n\f\n\u0001x\u0012\u0001y\"\u0004ReluZ\u0003\n\u0001xb\u0003\n\u0001y"]),
        new(
            "model", static bytes => Answers.OfFile("model.xml", bytes, ModelReferences.RequireBeside), static _ => null,
            [Model, "<mujoco><asset><texture fileup='sub/up.png'/><!-- x --></asset></mujoco>"]),
    ];

    /// <summary>The file as it is; and without its hash, which no mutation finds.</summary>
    private static void Checkpoint(byte[] bytes)
    {
        Container(bytes);
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(SafetensorsFile.HashKey));
        if (at >= 0)
        {
            bytes[at] = (byte)'X';
            Container(bytes);
        }
    }

    private static readonly GradientLearner s_learner = new(
        new Navigation2DFamily(),
        new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4], LearnLogStd = false }),
        new LearnerOptions(), () => new LinearTimeFeatures(2), new WorkPool(1));

    /// <summary>The container; then, where it is whole, its content as a training's.</summary>
    private static void Container(byte[] bytes) => Answers.OfFile("checkpoint.safetensors", bytes, static path =>
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        byte[] again = Bytes(file);
        using var stream = new MemoryStream(again);
        Answers.RequireEqual(again, Bytes(SafetensorsFile.Read(stream, "again")), "a checkpoint");
        IMetaTraining training = s_learner.Begin(new Real[s_learner.ParameterCount], new OuterSchedule(0.1, 0.5, 10));
        TrainingCheckpoint.Restore(file, s_learner.Tensors, training, path);
    });

    private static byte[] Bytes(SafetensorsFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static void Configuration(byte[] bytes) => Answers.OfText("fuzz.yaml", bytes, static text =>
    {
        string again = ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(text, "fuzz.yaml"));
        string third = ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(again, "again.yaml"));
        Answers.RequireEqual(Encoding.UTF8.GetBytes(again), Encoding.UTF8.GetBytes(third), "a configuration");
    });

    private static void Record(byte[] bytes)
    {
        if (bytes.Length > 0 && s_records.TryGetValue((char)bytes[0], out (string Name, Action<string> Read) record))
        {
            Answers.OfFile(record.Name, bytes.AsSpan(1), record.Read);
        }
    }

    private static void Lines(byte[] bytes)
    {
        switch (bytes is [var first, ..] ? (char)first : ' ')
        {
            case 'm': Answers.OfFile("metrics.jsonl", bytes.AsSpan(1), static path => _ = MetricsReader.Read(path).Count()); break;
            case 'p': Answers.OfFile("progress.csv", bytes.AsSpan(1), static path => _ = ProgressCsvReader.Read(path).Count()); break;
        }
    }

    /// <summary>A stream of records as it is; or one record, framed here, because no mutation finds a checksum.</summary>
    private static void Events(byte[] bytes)
    {
        switch (bytes is [var first, ..] ? (char)first : ' ')
        {
            case 'e': Answers.OfFile("events", bytes.AsSpan(1), static path => _ = EventReader.Read(path).Count()); break;
            case 'r': Answers.OfFile("events", Framed(bytes.AsSpan(1)), static path => _ = EventReader.Read(path).Count()); break;
        }
    }

    private static byte[] Framed(ReadOnlySpan<byte> data)
    {
        using var stream = new MemoryStream();
        RecordStream.Write(stream, "\n\u000dbrain.Event:2"u8);
        RecordStream.Write(stream, data);
        return stream.ToArray();
    }

    private static void PriceFileOf(string path)
    {
        PriceFile file = PriceFile.Read(path);
        _ = PriceAudit.Of(file);
        file.RequireSound();
    }

    private static void Listed(RunManifest manifest, string path)
    {
        string folder = Path.GetDirectoryName(path) + Path.DirectorySeparatorChar;
        if (
            manifest.Entries.Keys.FirstOrDefault(
                name => !Path.GetFullPath(Path.Combine(folder, name.Replace('\0', ' ')))
                    .StartsWith(folder, StringComparison.Ordinal)) is { } outside)
        {
            throw new InvalidOperationException($"The manifest may list {outside}, outside its run.");
        }

        _ = manifest.Problems();
    }

    /// <summary>A state of any layout, before its hash is asked for, which no mutation finds; and as a run's, whose identity is missing
    /// here.</summary>
    private static void State(string path)
    {
        _ = RunJson.Read<FormerState>(path).State;
        _ = RunDirectory.Open(Path.GetDirectoryName(path)!).ReadState();
    }

    private static void Rewritten<T>(string path)
    {
        T value = RunJson.Read<T>(path);
        _ = System.Text.Json.JsonSerializer.Serialize(value, RunJson.Options);
    }

    private static void Report(string path)
    {
        using FileStream stream = File.OpenRead(path);
        ReportData data;
        try
        {
            data = ReportFile.Read(stream);
        }
        catch (InvalidDataException)
        {
            // Report data have no file: whoever opened it names it.
            return;
        }

        using var copy = new MemoryStream();
        ReportFile.Write(data, copy);
    }
}
