using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;

namespace Xmrl.Golden.Tests;

/// <summary>What a finished run computed, as lines of place and hash: parameters after every iteration by tensor, and the numbers of every
/// stage.</summary>
/// <remarks>Intervals, tests and sentences are not among them: they follow from these numbers, and have tests of their own.</remarks>
internal static class GoldenLines
{
    /// <summary>Digits of a hash that are stored: enough to see a difference.</summary>
    private const int Digits = 16;

    /// <summary>Files of the stages in the order in which they are made, and what of each is computed.</summary>
    private static readonly (string File, string[] Properties)[] s_files =
    [
        ("tasks.json", ["training", "validation", "test"]),
        (
            "explanation.json",
            [
                "poor", "selectionScores", "measuredScores", "plantedScores", "critical",
                "explanation.replicates", "explanation.weights", "explanation.ranking", "explanation.interactions",
            ]),
        ("planted.json", ["precision", "area", "significant"]),
        (
            "diagnosis.json",
            ["failing", "kinds.evidence.kind", "kinds.evidence.others", "kinds.evidence.arms.kind", "kinds.shares.share", "interactions"]),
        ("fidelity.json", ["random", "criticalScores", "allScores", "randomScores"]),
        ("mixing-*.json", ["critical", "initial", "parameters", "iterations", "interactions"]),
        ("confirmation.json", ["candidates.method", "candidates.gain.value", "chosen", "interactions"]),
        ("evaluation.json", ["methods.scores", "methods.otherActionsMean", "methods.interactions"]),
        ("evaluations/*.json", ["tasks"]),
        ("results.json", ["cells.values"]),
        ("sweep.json", ["base", "candidates.scores"]),
    ];

    /// <summary>The lines of a run folder: trainings first, by series, then the stages' files.</summary>
    /// <param name="folder">A finished run, sweep or reproduction.</param>
    /// <returns>Lines "place hash".</returns>
    public static IReadOnlyList<string> Of(string folder)
        => [.. Trainings(folder), .. s_files.SelectMany(stage => Stages(folder, stage.File, stage.Properties))];

    private static IEnumerable<string> Trainings(string folder)
    {
        if (!RunDirectory.IsRun(folder))
        {
            yield break;
        }

        RunDirectory run = RunDirectory.Open(folder);
        foreach (string series in run.Series())
        {
            foreach (MetricsRow row in run.ReadMetrics(series))
            {
                foreach ((string tensor, string hash) in row.Hashes)
                {
                    yield return $"{(series.Length == 0 ? "base" : series)}/iteration-{row.Iteration}/{tensor} {hash[..Digits]}";
                }
            }
        }

        string runs = Path.Combine(folder, "runs");
        foreach (string inner in (Directory.Exists(runs) ? Directory.GetDirectories(runs) : []).Order(StringComparer.Ordinal))
        {
            foreach (string line in Trainings(inner))
            {
                yield return $"{Path.GetFileName(inner)}/{line}";
            }
        }
    }

    private static IEnumerable<string> Stages(string folder, string pattern, string[] properties)
    {
        string directory = Path.Combine(folder, Path.GetDirectoryName(pattern)!);
        foreach (
            string path in (Directory.Exists(directory) ? Directory.GetFiles(directory, Path.GetFileName(pattern)) : [])
                .Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (string property in properties)
            {
                foreach (string line in Values(document.RootElement, property.Split('.'), Path.GetFileNameWithoutExtension(path)))
                {
                    yield return line;
                }
            }
        }
    }

    private static IEnumerable<string> Values(JsonElement at, ReadOnlyMemory<string> path, string place)
    {
        if (path.IsEmpty)
        {
            yield return $"{place} {Hash(at)}";
        }
        else if (at.ValueKind == JsonValueKind.Array)
        {
            foreach ((int index, JsonElement element) in at.EnumerateArray().Index())
            {
                foreach (string line in Values(element, path, $"{place}/{Name(element) ?? $"{index}"}"))
                {
                    yield return line;
                }
            }
        }
        else if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(path.Span[0], out JsonElement next))
        {
            foreach (string line in Values(next, path[1..], $"{place}/{path.Span[0]}"))
            {
                yield return line;
            }
        }
    }

    private static string? Name(JsonElement element)
        => element.ValueKind != JsonValueKind.Object ? null
        : element.TryGetProperty("row", out JsonElement row) ? row.GetString()!.Replace(' ', '-')
        : element.TryGetProperty("name", out JsonElement name) ? name.GetString()!.Replace(' ', '-')
        : null;

    /// <summary>Hash of the numbers and words in their order, whatever the white space.</summary>
    private static string Hash(JsonElement element)
    {
        var text = new StringBuilder();
        Append(element, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }

    private static void Append(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    text.Append(property.Name).Append(':');
                    Append(property.Value, text);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Append(item, text);
                }

                text.Append(';');
                break;
            default:
                text.Append(element.GetRawText()).Append(' ');
                break;
        }
    }
}
