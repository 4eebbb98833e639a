using System.Text.Json;
using System.Text.Json.Nodes;
using Xmrl.Numerics.Randomness;
using Xmrl.Runs.Records;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Recomputation;

/// <summary>
/// Computes the intervals, tests and verdicts of stored results again from the values that are stored with them, by today's methods:
/// tables (results.json), evaluations, searches and comparisons.
/// </summary>
/// <remarks>
/// Figures themselves stay as they are. An interval whose values are not stored is dropped, with that as its reason. What is not an
/// interval, a test or a verdict is not touched.
/// </remarks>
internal static class StoredIntervals
{
    private const string NotStored = "its values are not stored";

    /// <summary>Relative difference below which a number is the same: another machine's rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Recomputes a file, and writes it if anything changed.</summary>
    /// <param name="path">A stored result.</param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="InvalidDataException">The file is no JSON object, or no result of a known kind, or belongs to a run, whose record
    /// stays as the run wrote it.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static bool Rewrite(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (
            new[] { folder, Path.GetDirectoryName(folder) }.FirstOrDefault(run => run is not null
                && File.Exists(Path.Combine(run, "manifest.json"))) is { } owner)
        {
            throw new InvalidDataException(
                $"{path} belongs to the run {owner}, whose record stays as it was written; copy the file, and recompute the copy.");
        }

        JsonObject document = Read(path);
        int changes = Recompute(document, path);
        if (changes > 0)
        {
            RunJson.Write(path, document);
        }

        return changes > 0;
    }

    /// <summary>Counts what recomputing a file would change.</summary>
    /// <param name="path">A stored result.</param>
    /// <returns>The number of intervals, tests and verdicts that would change.</returns>
    /// <exception cref="InvalidDataException">The file is no JSON object, or no result of a known kind.</exception>
    public static int Outdated(string path) => Recompute(Read(path), path);

    /// <summary>Whether a file is a result of a known kind.</summary>
    /// <param name="path">A JSON file.</param>
    /// <exception cref="InvalidDataException">The file is no JSON object.</exception>
    public static bool Knows(string path) => KindOf(Read(path)) is not null;

    /// <summary>Replaces a member where its content differs.</summary>
    /// <returns>1 if it did.</returns>
    internal static int Set(JsonObject at, string name, JsonNode? value)
    {
        JsonNode? old = at[name];
        if (Same(old, value))
        {
            return 0;
        }

        at[name] = value;
        return 1;
    }

    /// <summary>An interval beside the stored figure, whose value stays.</summary>
    internal static int Set(JsonObject at, string name, Interval interval) =>
        at[name] is JsonObject old
            ? Set(at, name, Node(interval with { Value = old["value"]!.GetValue<double>() }))
            : Set(at, name, Node(interval));

    /// <summary>An interval that cannot be computed from what is stored.</summary>
    internal static int Drop(JsonObject at, string name)
        => at[name] is JsonObject old ? Set(at, name, Node(Interval.None(old["value"]!.GetValue<double>(), NotStored))) : 0;

    /// <summary>A value as it is written to files.</summary>
    internal static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, RunJson.Options);

    /// <summary>Numbers of an array.</summary>
    internal static double[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(item => item!.GetValue<double>())];

    private static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new InvalidDataException($"{path}: expected a JSON object.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}, line {(error.LineNumber ?? 0) + 1}: not valid JSON.", error);
        }
    }

    private static int Recompute(JsonObject document, string path)
    {
        try
        {
            return KindOf(document) is { } recompute
                ? recompute(document, Scores(document))
                : throw new InvalidDataException(
                    $"{path} is no stored result with intervals; expected a table (cells), an evaluation (methods or curve), a search "
                        + $"(candidates or entries) or a comparison (rows).");
        }
        catch (Exception error)
            when (error is NullReferenceException or InvalidOperationException or FormatException or KeyNotFoundException or JsonException)
        {
            throw new InvalidDataException($"{path} is not a valid stored result: {error.Message}", error);
        }
    }

    private static Func<JsonObject, ScoreIntervals, int>? KindOf(JsonObject document) =>
        document.ContainsKey("cells") && document.ContainsKey("claims") ? StoredTables.Recompute
        : document.ContainsKey("methods") && document.ContainsKey("score") ? StoredEvaluations.OfMethods
        : document.ContainsKey("curve") && document.ContainsKey("tasks") ? StoredEvaluations.OfCurve
        : document.ContainsKey("candidates") && document.ContainsKey("request") ? StoredSearches.OfCandidates
        : document.ContainsKey("entries") && document.ContainsKey("bases") ? StoredSearches.OfEntries
        : document.ContainsKey("rows") && document.ContainsKey("seeds") ? StoredSearches.OfSeeds
        : null;

    /// <summary>Intervals of the document's scores. A seed that is not stored changes the draws of the spacings alone.</summary>
    private static ScoreIntervals Scores(JsonObject document)
    {
        ulong seed = document["seed"] is { } stored ? stored.GetValue<ulong>() : 0;
        return new ScoreIntervals(
            RandomKey.FromSeed(seed).Derive(RandomPurpose.Bootstrap),
            document["score"] is { } score ? ScoreRange.Of(score.GetValue<string>()) : null);
    }

    private static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (JsonObject first, JsonObject second)
            => first.Count == second.Count && first.All(member => second.ContainsKey(member.Key) && Same(member.Value, second[member.Key])),
        (JsonArray first, JsonArray second) => first.Count == second.Count && first.Zip(second).All(pair => Same(pair.First, pair.Second)),
        (JsonValue first, JsonValue second) when first.GetValueKind() == JsonValueKind.Number
            && second.GetValueKind() == JsonValueKind.Number =>
            first.GetValue<double>() is var x
                && second.GetValue<double>() is var y
                && Math.Abs(x - y) <= Rounding * Math.Max(1, Math.Max(Math.Abs(x), Math.Abs(y))),
        _ => JsonNode.DeepEquals(a, b),
    };
}
