using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Xmrl.Runs.Reports;

/// <summary>Writes nine significant digits: far more than a chart shows, and a third less text than all seventeen.</summary>
internal sealed class ReportNumberConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
