using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;

namespace Xmrl.Training.MarketData;

/// <summary>Reads the lines of a price file one after the other and keeps those without faults.</summary>
/// <remarks>Memory: about 60 bytes per line, and what tickers and days take once.</remarks>
/// <param name="path">The file, for messages.</param>
internal sealed class PriceLines(string path)
{
    private const int MostColumns = 64;
    private const int LongestLine = 4096;
    private const int LongestTicker = 32;
    private const int ShownLength = 40;

    // Beyond these, squares of observations leave single precision.
    private const double LeastPrice = 1e-12;
    private const double MostPrice = 1e15;
    private const string TickerSigns = ".-^=_&/:+$!#*@";

    private static readonly ImmutableArray<string> s_columns = ["date", "tic", "open", "high", "low", "close", "volume"];
    private static readonly SearchValues<char> s_tickerLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + TickerSigns);

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

    private readonly Dictionary<string, (int Number, DateOnly Date)> _days = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Ticker, BitArray Days)> _tickers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BitArray> _daysOf = new(StringComparer.Ordinal);
    private readonly List<int> _emptyLines = [];
    private readonly char[] _text = new char[LongestLine];
    private int _fields;

    /// <summary>The lines without faults.</summary>
    public List<PriceRow> Rows { get; } = [];

    /// <summary>What is wrong, at most <see cref="PriceFile.MostFaults"/>.</summary>
    public List<PriceFault> Faults { get; } = [];

    /// <summary>Number of the last line that was read, from 1; 0 before the first.</summary>
    public int Line { get; private set; }

    /// <summary>The exception for a file without content.</summary>
    public static InvalidDataException Empty(string path) =>
        new($"{path} is empty; expected a first line with {string.Join(", ", s_columns)}.");

    /// <summary>Reads to the end, or until there are too many faults.</summary>
    /// <param name="content">The file's text, unpacked.</param>
    public void Read(Stream content)
    {
        using CsvReader reader = CsvReader.Create(content, s_options, leaveOpen: true);
        int[] at = Header(reader);
        double[] numbers = new double[s_columns.Length];
        while (Faults.Count < PriceFile.MostFaults && reader.Read())
        {
            Line = checked((int)reader.LineNumber);
            if (IsEmpty(reader.RawRecord))
            {
                KeepEmptyLine();
                continue;
            }

            ReportEmptyLines();
            if (Faults.Count < PriceFile.MostFaults)
            {
                Row(reader, at, numbers);
            }
        }
    }

    private static bool IsEmpty(ReadOnlySpan<byte> record) => record.IndexOfAnyExcept(", \t"u8) < 0;

    private static string Shown(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";

    private int[] Header(CsvReader reader)
    {
        if (!reader.Read())
        {
            throw Empty(path);
        }

        Line = 1;
        _fields = reader.FieldCount;
        if (_fields > MostColumns)
        {
            throw new InvalidDataException($"{path}, line 1: {_fields} columns; expected at most {MostColumns}.");
        }

        string[] names = [.. Enumerable.Range(0, _fields).Select(i => reader.GetString(i).Trim().ToLowerInvariant())];
        foreach (string column in s_columns)
        {
            int[] places = [.. names.Index().Where(name => name.Item == column).Select(name => name.Index + 1)];
            if (places.Length > 1)
            {
                throw new InvalidDataException(
                    $"{path}, line 1: the column {column} stands {places.Length} times, at positions {string.Join(" and ", places)}; "
                    + "expected once, as it is not clear which one is meant.");
            }
        }

        string[] missing = [.. s_columns.Except(names)];
        return missing.Length == 0
            ? [.. s_columns.Select(column => Array.IndexOf(names, column))]
            : throw new InvalidDataException(
                $"{path}, line 1: no column {string.Join(", ", missing)}; found {string.Join(", ", names.Select(Shown))}.");
    }

    /// <summary>Empty lines at the end are no fault; endless ones are.</summary>
    private void KeepEmptyLine()
    {
        _emptyLines.Add(Line);
        if (_emptyLines.Count == PriceFile.MostFaults)
        {
            ReportEmptyLines();
        }
    }

    private void ReportEmptyLines()
    {
        foreach (int line in _emptyLines.Take(PriceFile.MostFaults - Faults.Count))
        {
            Faults.Add(new PriceFault(line, "", $"an empty line; expected {_fields} fields"));
        }

        _emptyLines.Clear();
    }

    private void Row(CsvReader reader, int[] at, double[] numbers)
    {
        if (Rows.Count >= PriceFile.MostRows)
        {
            throw new InvalidDataException($"{path}, line {Line}: expected at most {PriceFile.MostRows} lines of prices.");
        }

        if (reader.FieldCount != _fields)
        {
            string hint = reader.FieldCount > _fields ? ": is a number written with a decimal comma or with thousands separators?" : "";
            Faults.Add(new PriceFault(Line, "", $"{reader.FieldCount} fields; expected {_fields}, as in line 1{hint}"));
            return;
        }

        int before = Faults.Count;
        (int day, DateOnly date) = Day(reader, at[0]);
        (string ticker, BitArray days) = Ticker(reader, at[1]);
        for (int c = 2; c < at.Length; c++)
        {
            numbers[c] = Number(reader, at[c], s_columns[c]);
        }

        if (Faults.Count > before)
        {
            return;
        }

        if (day >= days.Length)
        {
            days.Length = Math.Max(day + 1, Math.Min(2 * days.Length, PriceFile.MostDays));
        }

        if (days[day])
        {
            Faults.Add(new PriceFault(Line, s_columns[0], $"{ticker} has {date:yyyy-MM-dd} twice"));
            return;
        }

        days[day] = true;
        Rows.Add(new PriceRow(Line, date, ticker, numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]));
    }

    private ReadOnlySpan<char> Text(CsvReader reader, int field)
    {
        // Bytes that are not UTF-8 become U+FFFD, which is in no date and no ticker.
        ReadOnlySpan<byte> bytes = reader.GetSpan(field);
        return _text.AsSpan(0, Encoding.UTF8.GetChars(bytes[..Math.Min(bytes.Length, _text.Length)], _text));
    }

    private (int Number, DateOnly Date) Day(CsvReader reader, int field)
    {
        ReadOnlySpan<char> text = Text(reader, field);
        if (!_days.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out (int Number, DateOnly Date) day))
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            {
                Faults.Add(new PriceFault(Line, s_columns[0], $"'{Shown(text.ToString())}' is not a date as 2021-01-04"));
                return default;
            }

            day = (_days.Count, date);
            _days.Add(text.ToString(), day);
            RequireFewer(_days.Count, PriceFile.MostDays, "different days");
        }

        return day;
    }

    private (string Ticker, BitArray Days) Ticker(CsvReader reader, int field)
    {
        ReadOnlySpan<char> text = Text(reader, field);
        if (!_tickers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out (string Ticker, BitArray Days) known))
        {
            ReadOnlySpan<char> ticker = text.Trim();
            if (ticker.Length is 0 or > LongestTicker || ticker.ContainsAnyExcept(s_tickerLetters))
            {
                string found = Shown(text.ToString());
                Faults.Add(
                    new PriceFault(
                        Line, s_columns[1], $"'{found}' is not a ticker: 1 to {LongestTicker} letters, digits or signs of {TickerSigns}"));
                return (string.Empty, new BitArray(0));
            }

            // The same ticker may stand with and without blanks around it.
            known.Ticker = ticker.ToString();
            ref BitArray? days = ref CollectionsMarshal.GetValueRefOrAddDefault(_daysOf, known.Ticker, out _);
            known.Days = days ??= new BitArray(1);
            _tickers.Add(text.ToString(), known);
            RequireFewer(_tickers.Count, PriceFile.MostTickers, "tickers");
        }

        return known;
    }

    private void RequireFewer(int found, int most, string what)
    {
        if (found > most)
        {
            throw new InvalidDataException($"{path}, line {Line}: expected at most {most} {what}.");
        }
    }

    private double Number(CsvReader reader, int field, string column)
    {
        ReadOnlySpan<byte> text = reader.GetSpan(field);
        bool isVolume = column == s_columns[^1];
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
        {
            string hint = text.Contains((byte)',') ? "; expected a decimal point and no thousands separators" : "";
            Faults.Add(new PriceFault(Line, column, $"'{Shown(reader.GetString(field))}' is not a number{hint}"));
        }
        else if (isVolume ? number < 0 : !(number > 0))
        {
            Faults.Add(
                new PriceFault(Line, column, $"{Shown(reader.GetString(field))} is not {(isVolume ? "at least 0" : "a positive price")}"));
        }
        else if (!isVolume && number is (< LeastPrice or > MostPrice))
        {
            Faults.Add(new PriceFault(Line, column, $"{Shown(reader.GetString(field))} is not a price from 1e-12 to 1e15"));
        }

        return number;
    }
}
