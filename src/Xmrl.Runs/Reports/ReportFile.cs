using System.Text.Json;
using System.Text.Json.Serialization;
using Xmrl.Runs.Json;

namespace Xmrl.Runs.Reports;

/// <summary>Reads and writes report data as JSON. Both directions check everything: names that refer to nothing, numbers that are not
/// finite, lists beyond <see cref="ReportLimits"/>.</summary>
internal static class ReportFile
{
    private const int MaximumDepth = 16;

    // The default encoder escapes <, >, & and everything beyond ASCII: the text may stand inside an HTML script element as it is.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = MaximumDepth,
        TypeInfoResolver = NullElements.Resolver,
        Converters = { new ReportNumberConverter(), new NamedEnumConverter() },
    };

    /// <summary>Writes UTF-8 JSON without indentation, safe to embed in an HTML script element. Numbers keep nine significant
    /// digits.</summary>
    /// <param name="data">What to write.</param>
    /// <param name="destination">Receives the text; left open.</param>
    /// <exception cref="ArgumentException"><paramref name="data"/> breaks a rule; the message names the place, what is expected and what
    /// was found.</exception>
    public static void Write(ReportData data, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(destination);
        if (ReportValidator.FindProblem(data) is { } problem)
        {
            throw new ArgumentException(problem, nameof(data));
        }

        JsonSerializer.Serialize(destination, data, Options);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="source">UTF-8 JSON, at most <see cref="ReportLimits.FileBytes"/> long; left open.</param>
    /// <returns>The checked data.</returns>
    /// <exception cref="InvalidDataException">The text is too long, is not JSON of this schema, or breaks a rule; the message says
    /// where.</exception>
    public static ReportData Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ReportData data;
        try
        {
            data = JsonSerializer.Deserialize<ReportData>(ReadBounded(source), Options)
                ?? throw new InvalidDataException("The report data is null; an object is expected.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The report data does not fit the schema: {exception.Message}", exception);
        }

        return ReportValidator.FindProblem(data) is { } problem ? throw new InvalidDataException(problem) : data;
    }

    private static ReadOnlySpan<byte> ReadBounded(Stream source)
    {
        using MemoryStream copy = new();
        byte[] block = new byte[81_920];
        int count;
        while ((count = source.Read(block)) > 0)
        {
            copy.Write(block, 0, count);
            if (copy.Length > ReportLimits.FileBytes)
            {
                throw new InvalidDataException($"The report data is longer than {ReportLimits.FileBytes} bytes.");
            }
        }

        return copy.GetBuffer().AsSpan(0, (int)copy.Length);
    }
}
