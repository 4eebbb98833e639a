using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Tests.Hostile;

public sealed partial class ConfigurationFuzzTests
{
    private const int Cases = 30_000;
    private const int OverrideCases = 8_000;

    private static readonly string[] s_corpus =
    [
        "environment: Navigation2D-v1\npolicy:\n  hiddenSizes: [8, 8]\n  activation: relu\nmeta:\n  learner: maml\n  innerStepSize: "
            + "0.1\n  innerSteps: 2\n",
        "tasks: { training: 6, validation: 4, test: 6 }\npoor:\n  count: 2\n  testShare: 0.34\nexplain: {criticalTasks: 2}\nmeta: "
            + "{tasksPerIteration: 3}\nretrain:\n  methods: [xmrl, continued]\n",
        "meta:\n  stepSizeLearning: \"scalar\"\n  outerStep: epochs\n  epochs:\n    count: 3\n    clipRange: 0.2\n# a "
            + "comment\nscoring:\n  actions: sampled\n  repeats: 1\n",
    ];

    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", "\"", "'", ":", ": ", ",", "- ", "#", "&a ", "*a", "!!str ", "!", "|", ">", "|2\n", "%YAML 1.2\n---\n", "---\n",
        "...\n", "@", "`", "?", "? ", "\n", "\n  ", "\t", "\r", "\r\n", "\0", "\u0085", "\u2028", "\ufeff",
        "null", "~", ".nan", ".inf", "true", "yes", "\\u0000", "\\ud800", "\\x", "<<: *a\n", "environment", "policy:", "hiddenSizes: [",
        "maml", "../../x", "Navigation2D-v1", "%TAG ! tag:x,2000:\n", "0o7", "1:30", "%",
    ];

    private static readonly string[] s_overrides =
    [
        "meta.innerStepSize=0.1", "policy.hiddenSizes=[8, 8]", "retrain.methods=[xmrl]", "tasks.training=60", "environment=\"Drone-v1\"",
    ];

    /// <summary>Whatever is accepted is written as a configuration that reads back to the same text.</summary>
    [Fact]
    public void Read_HostileFiles_RefusesWithFileAndPlace()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "configuration",
                Corpus = [.. s_corpus.Select(Encoding.UTF8.GetBytes)],
                Tokens = s_tokens,
                Read = static bytes => Read(Encoding.UTF8.GetString(bytes), []),
                Fault = error => Fault(error, FilePlace()),
                MemoryAlways = 4 << 20,
                MemoryPerByte = 1000,
            },
            Cases,
            seed: 7);

        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 4);
    }

    [Fact]
    public void Read_HostileOverrides_RefusesWithTheOverride()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "overrides",
                Corpus = [.. s_overrides.Select(Encoding.UTF8.GetBytes)],
                Tokens = [.. s_tokens, "=", ".", "meta.", "=="],
                Read = static bytes => Read(s_corpus[0], [Encoding.UTF8.GetString(bytes)]),
                Fault = error => Fault(error, OverridePlace()),
                MemoryAlways = 4 << 20,
                MemoryPerByte = 1000,
            },
            OverrideCases,
            seed: 8);

        accepted.ShouldBeGreaterThan(OverrideCases / 100);
        refused.ShouldBeGreaterThan(OverrideCases / 4);
    }

    /// <summary>A directive with a NUL where the scanner's buffer is full kept it busy for ever.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    public void Read_NulInALastDirective_IsRefusedAtOnce(int length)
    {
        const string End = "\n%l\0ix";
        string text = "a\n#" + new string('k', length - 3 - End.Length) + End;

        Should.Throw<ConfigurationException>(() => Read(text, [])).Message.ShouldBe(
            "test.yaml, line 3, column 3: found the control character U+0000; expected text.");
    }

    private static void Read(string yaml, string[] overrides)
    {
        string again = ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(yaml, "test.yaml", overrides));
        if (ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(again, "again.yaml")) != again)
        {
            throw new InvalidOperationException("A second reading gives another configuration.");
        }
    }

    private static string? Fault(Exception error, Regex place)
        => error is not ConfigurationException refused ? "an exception that is not documented"
        : refused.Faults.FirstOrDefault(
            fault => !place.IsMatch(fault)) is string fault ? $"a fault without a place: {Numbers().Replace(fault, "0")}"
        : null;

    /// <summary>Line and column; or a key that the file leaves out and that no other of its keys goes with.</summary>
    [GeneratedRegex(@"\Atest\.yaml(, line \d+, column \d+|: \w+\.\w+ is )", RegexOptions.ExplicitCapture)]
    private static partial Regex FilePlace();

    [GeneratedRegex(@"\A(--set |test\.yaml(, line \d+, column \d+|: \w+\.\w+ is ))", RegexOptions.ExplicitCapture)]
    private static partial Regex OverridePlace();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
