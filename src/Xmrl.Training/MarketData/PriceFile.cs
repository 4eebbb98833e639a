using System.Security.Cryptography;
using CsvHelper;

namespace Xmrl.Training.MarketData;

/// <summary>The lines of a file of daily prices as FinRL writes it: date, tic, open, high, low, close, volume, in any order and letter
/// case; other columns are not read.</summary>
/// <remarks>
/// Plain or gzip; a gzip file is checked to its last byte. Numbers have a decimal point, dates are yyyy-MM-dd. A price that is not positive
/// is a fault, as is a day that a ticker has twice and a line with another number of fields than the first. Empty lines at the end are left
/// out.
/// </remarks>
internal sealed class PriceFile
{
    /// <summary>Largest file, in bytes as stored.</summary>
    public const long MostBytes = 512L << 20;

    /// <summary>Most lines: a thousand tickers over eight years.</summary>
    public const int MostRows = 2_000_000;

    /// <summary>Most tickers.</summary>
    public const int MostTickers = 1000;

    /// <summary>Most different days: two hundred years of trading.</summary>
    public const int MostDays = 50_000;

    /// <summary>Faults after which reading stops.</summary>
    public const int MostFaults = 100;

    private PriceFile(string path, string hash, PriceLines lines)
    {
        Path = path;
        Sha256 = hash;
        Rows = lines.Rows;
        Faults = lines.Faults;
        ByTicker = new PriceGroups(lines.Rows);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the file as stored, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The lines without faults, in the file's order.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    /// <summary>What is wrong, in the file's order; reading stops after <see cref="MostFaults"/>.</summary>
    public IReadOnlyList<PriceFault> Faults { get; }

    /// <summary>The lines without faults by ticker and day.</summary>
    internal PriceGroups ByTicker { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its lines and its faults.</returns>
    /// <exception cref="IOException">The file cannot be read, or is a folder.</exception>
    /// <exception cref="InvalidDataException">The file is too large, is cut or damaged, is not UTF-8 text, lacks a column or has it
    /// twice.</exception>
    public static PriceFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder; expected a CSV file.");
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        if (file.Length > MostBytes)
        {
            throw new InvalidDataException($"{path} has {file.Length} bytes; expected at most {MostBytes}.");
        }

        // Devices have length 0 and no end.
        string hash = file.Length == 0 ? throw PriceLines.Empty(path) : Convert.ToHexStringLower(SHA256.HashData(file));
        file.Position = 0;
        bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream content = isGzip ? new GzipReader(file) : file;
        var lines = new PriceLines(path);
        try
        {
            lines.Read(content);
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{path}, line {error.LineNumber}: {error.Message}", error);
        }
        catch (GzipException error)
        {
            throw new InvalidDataException($"{path}, after line {lines.Line}: {error.Message}.", error);
        }

        return new PriceFile(path, hash, lines);
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
}
