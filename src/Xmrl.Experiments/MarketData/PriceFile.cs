using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using CsvHelper;

namespace Xmrl.Experiments.MarketData;

/// <summary>The lines of a file of daily prices as FinRL writes it: date, tic, open, high, low, close, volume, in any order and letter case; other columns are not read.</summary>
/// <remarks>Plain or gzip. Numbers have a decimal point, dates are yyyy-MM-dd. A price that is not positive is a fault, as is a day that a ticker has twice.</remarks>
public sealed class PriceFile
{
    /// <summary>Largest file, in bytes as stored.</summary>
    public const long MostBytes = 512L << 20;

    /// <summary>Most lines.</summary>
    public const int MostRows = 5_000_000;

    /// <summary>Faults after which reading stops.</summary>
    public const int MostFaults = 100;

    private const int MostColumns = 64;
    private const int LongestLine = 4096;
    private const int ShownLength = 40;

    private static readonly ImmutableArray<string> Columns = ["date", "tic", "open", "high", "low", "close", "volume"];

    // A line break always ends a row, so that one quote cannot swallow the rest of the file.
    private static readonly CsvReaderOptions s_options = new()
    {
        HasHeader = false,
        Separator = ',',
        SkipEmptyLines = false,
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
        MaxRecordSize = LongestLine,
    };

    private PriceFile(string path, string hash, List<PriceRow> rows, List<PriceFault> faults)
    {
        Path = path;
        Sha256 = hash;
        Rows = rows;
        Faults = faults;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the file as stored, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The lines without faults, in the file's order.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    /// <summary>What is wrong, in the file's order; reading stops after <see cref="MostFaults"/>.</summary>
    public IReadOnlyList<PriceFault> Faults { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its lines and its faults.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is too large, is not UTF-8 text, is damaged, or lacks a column.</exception>
    public static PriceFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        if (file.Length > MostBytes)
        {
            throw new InvalidDataException($"{path} has {file.Length} bytes; expected at most {MostBytes}.");
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        file.Position = 0;
        bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        var rows = new List<PriceRow>();
        var faults = new List<PriceFault>();
        try
        {
            using CsvReader reader = CsvReader.Create(content, s_options, leaveOpen: true);
            Parse(reader, path, rows, faults);
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{path}, line {error.LineNumber}: {error.Message}", error);
        }
        catch (InvalidDataException error) when (error.Source == "System.IO.Compression")
        {
            throw new InvalidDataException($"{path} is damaged after line {rows.Count + 1}: {error.Message}", error);
        }

        return new PriceFile(path, hash, rows, faults);
    }

    /// <summary>Fails where the file has faults.</summary>
    /// <exception cref="InvalidDataException">It has; the message names file, line and column of the first.</exception>
    public void RequireSound()
    {
        if (Faults.Count > 0)
        {
            string more = Faults.Count > 1 ? $" and {Faults.Count - 1} more; xmrl data check lists them" : "";
            throw new InvalidDataException($"{Path}, {Faults[0]}{more}");
        }
    }

    private static void Parse(CsvReader reader, string path, List<PriceRow> rows, List<PriceFault> faults)
    {
        int[] at = Header(reader, path);
        int needed = at.Max() + 1;
        var days = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        var tickers = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<(string Ticker, DateOnly Date)>();
        double[] numbers = new double[Columns.Length];
        while (faults.Count < MostFaults && reader.Read())
        {
            int line = checked((int)reader.LineNumber);
            if (rows.Count >= MostRows)
            {
                throw new InvalidDataException($"{path} has more than {MostRows} lines.");
            }

            int fields = reader.RawRecord.IsEmpty ? 0 : reader.FieldCount;
            if (fields < needed)
            {
                faults.Add(new PriceFault(line, "", $"{fields} fields; expected {needed}"));
                continue;
            }

            int before = faults.Count;
            DateOnly date = Date(reader.GetString(at[0]), line, days, faults);
            string ticker = Ticker(reader.GetString(at[1]), line, tickers, faults);
            for (int c = 2; c < at.Length; c++)
            {
                numbers[c] = Number(reader.GetString(at[c]), (line, Columns[c]), faults);
            }

            if (faults.Count > before)
            {
                continue;
            }

            if (!seen.Add((ticker, date)))
            {
                faults.Add(new PriceFault(line, Columns[0], $"{ticker} has {date:yyyy-MM-dd} twice"));
                continue;
            }

            rows.Add(new PriceRow(line, date, ticker, numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]));
        }
    }

    private static int[] Header(CsvReader reader, string path)
    {
        if (!reader.Read())
        {
            throw new InvalidDataException($"{path} is empty; expected a first line with {string.Join(", ", Columns)}.");
        }

        if (reader.FieldCount > MostColumns)
        {
            throw new InvalidDataException($"{path}, line 1: {reader.FieldCount} columns; expected at most {MostColumns}.");
        }

        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim().ToLowerInvariant())];
        int[] at = [.. Columns.Select(column => Array.IndexOf(names, column))];
        string[] missing = [.. Columns.Where((_, i) => at[i] < 0)];
        return missing.Length == 0
            ? at
            : throw new InvalidDataException($"{path}, line 1: no column {string.Join(", ", missing)}; found {string.Join(", ", names.Select(Shown))}.");
    }

    private static string Shown(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";

    private static DateOnly Date(string text, int line, Dictionary<string, DateOnly> known, List<PriceFault> faults)
    {
        if (!known.TryGetValue(text, out DateOnly date))
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            {
                faults.Add(new PriceFault(line, Columns[0], $"'{Shown(text)}' is not a date as 2021-01-04"));
                return default;
            }

            known.Add(text, date);
        }

        return date;
    }

    private static string Ticker(string text, int line, Dictionary<string, string> known, List<PriceFault> faults)
    {
        if (!known.TryGetValue(text, out string? ticker))
        {
            ticker = text.Trim();
            if (ticker.Length is 0 or > 16 || !ticker.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '^' or '=' or '_'))
            {
                faults.Add(new PriceFault(line, Columns[1], $"'{Shown(text)}' is not a ticker: 1 to 16 letters, digits, '.', '-', '^', '=' or '_'"));
                return "";
            }

            known.Add(text, ticker);
        }

        return ticker;
    }

    private static double Number(string text, (int Line, string Column) place, List<PriceFault> faults)
    {
        bool isVolume = place.Column == Columns[^1];
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
        {
            faults.Add(new PriceFault(place.Line, place.Column, $"'{Shown(text)}' is not a number"));
        }
        else if (isVolume ? number < 0 : !(number > 0))
        {
            faults.Add(new PriceFault(place.Line, place.Column, $"{Shown(text)} is not {(isVolume ? "at least 0" : "a positive price")}"));
        }

        return number;
    }
}
