using System.Text;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Training.Configuration;

namespace Xmrl.Architecture.Tests.Configuration;

/// <summary>experiments/drone.yaml is the built-in configuration of the drone experiment, with the source of every value.</summary>
public sealed class DroneConfigurationTests
{
    private const string Stored = "experiments/drone.yaml";
    private const string SourceMark = "source: ";
    private const string MissingSource = "source: to be stated";

    [Fact]
    public void DroneYaml_Values_EqualTheDefaults()
    {
        string defaults = ConfigurationWriter.Write(DroneExperiment.Configuration);
        if (Repository.Rewrites)
        {
            Repository.Write(Stored, Merge(defaults, Repository.Read(Stored)));
        }

        string stored = ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(Repository.Read(Stored), Stored));
        Dictionary<string, string> expected = Values(defaults);
        Dictionary<string, string> found = Values(stored);
        string[] differences =
            [
                .. expected.Keys.Where(key => found[key] != expected[key])
                .Select(key => $"{key}: {Stored} has {found[key]}, DroneExperiment has {expected[key]}"),
            ];
        differences.ShouldBeEmpty(
            $"{string.Join('\n', differences)}\nIf the defaults are right: {Repository.RewriteVariable}=1 ./test Architecture, and "
                + $"correct the sources of the changed values.");
        stored.ShouldBe(defaults);
    }

    [Fact]
    public void DroneYaml_Keys_AreAllThereWithASource()
    {
        IReadOnlyList<YamlLines.Line> lines = YamlLines.Read(Repository.Read(Stored));
        Values(ConfigurationWriter.Write(DroneExperiment.Configuration)).Keys.Except(lines.Select(line => line.Path))
            .ShouldBeEmpty($"{Stored} leaves out these keys.");
        lines.Where(line => line.Value.Length > 0
            && (!line.Comment.StartsWith(SourceMark, StringComparison.Ordinal) || line.Comment == MissingSource))
            .Select(line => line.Text).ShouldBeEmpty($"These values of {Stored} have no # {SourceMark}comment.");
    }

    private static Dictionary<string, string> Values(string yaml)
        => YamlLines.Read(yaml)
            .Where(line => line.Value.Length > 0)
            .ToDictionary(line => line.Path, line => line.Value, StringComparer.Ordinal);

    /// <summary>The defaults with the header and the comments of the stored file.</summary>
    private static string Merge(string defaults, string stored)
    {
        IReadOnlyList<YamlLines.Line> old = YamlLines.Read(stored);
        var comments = old.Where(line => line.Path.Length > 0)
            .ToDictionary(line => line.Path, line => line.Comment, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (YamlLines.Line line in old.TakeWhile(line => line.Path.Length == 0))
        {
            text.Append(line.Text).Append('\n');
        }

        foreach (YamlLines.Line line in YamlLines.Read(defaults))
        {
            string comment = comments.GetValueOrDefault(line.Path) ?? (line.Value.Length > 0 ? MissingSource : string.Empty);
            text.Append(comment.Length == 0 ? line.Text : $"{line.Text} # {comment}").Append('\n');
        }

        return text.ToString();
    }
}
