using Xmrl.Training.Configuration;

namespace Xmrl.Exporting;

/// <summary>Formats by the names that users give them.</summary>
internal static class ExportFormats
{
    /// <summary>The format that is asked for.</summary>
    /// <param name="name">onnx or safetensors; null where the file's name says it.</param>
    /// <param name="file">The file to write.</param>
    /// <exception cref="ConfigurationException">There is no such format, or the file's name tells none.</exception>
    public static ExportFormat Of(string? name, string file)
    {
        string[] known = [NameOf(ExportFormat.Onnx), NameOf(ExportFormat.Safetensors)];
        if (name is not null)
        {
            return known.Contains(name, StringComparer.Ordinal)
                ? Enum.GetValues<ExportFormat>().First(format => NameOf(format) == name)
                : throw new ConfigurationException($"--format is {name}; expected {string.Join(" or ", known)}.");
        }

        string extension = Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
        return known.Contains(extension, StringComparer.Ordinal)
            ? Enum.GetValues<ExportFormat>().First(format => NameOf(format) == extension)
            : throw new ConfigurationException($"The name {file} tells no format; let it end in .onnx or .safetensors, or add --format.");
    }

    /// <summary>The name of a format.</summary>
    /// <param name="format">The format.</param>
    public static string NameOf(ExportFormat format) => format == ExportFormat.Safetensors ? "safetensors" : "onnx";
}
