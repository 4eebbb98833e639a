using System.Globalization;
using System.Text.Json;

namespace Xmrl.Training.Configuration;

/// <summary>Single values to text and back, exactly and independent of culture.</summary>
internal static class ScalarText
{
    /// <summary>Whether a type is written as one scalar.</summary>
    internal static bool IsScalar(Type type) =>
        type.IsEnum || RegisteredNames.Has(type) || type == typeof(string) || type == typeof(bool) || IsWhole(type) || IsReal(type);

    /// <summary>Whether a type's text needs no quotes in JSON.</summary>
    internal static bool IsNumberOrTruth(Type type) => type == typeof(bool) || IsWhole(type) || IsReal(type);

    /// <summary>The value's text, with the fewest digits that read back to the same bits.</summary>
    internal static string Format(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        double.NaN or float.NaN => ".nan",
        double.PositiveInfinity or float.PositiveInfinity => ".inf",
        double.NegativeInfinity or float.NegativeInfinity => "-.inf",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum name => NameOf(name.ToString()),
        IRegisteredName name => name.Key,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType().Name} cannot be configured."),
    };

    /// <summary>Parses a node; null if it does not fit.</summary>
    internal static object? Parse(Type type, ScalarNode node, RegisteredNames registered)
    {
        string text = node.Text;
        if (type == typeof(string))
        {
            return text;
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).FirstOrDefault(name => NameOf(name) == text || name == text) is string name
                ? Enum.Parse(type, name)
                : null;
        }

        if (RegisteredNames.Has(type))
        {
            return registered.Find(type, text);
        }

        if (node.Quoted)
        {
            return null;
        }

        if (type == typeof(bool))
        {
            return text switch { "true" => true, "false" => false, _ => null };
        }

        return IsReal(type) ? ParseReal(type, text) : ParseWhole(type, text);
    }

    /// <summary>What <see cref="Parse"/> accepts, in an error's words.</summary>
    internal static string Expected(Type type, ScalarNode found, RegisteredNames registered)
    {
        if (type.IsEnum || RegisteredNames.Has(type))
        {
            string[] names = type.IsEnum ? [.. Enum.GetNames(type).Select(NameOf)] : [.. registered.Of(type)];
            string hint = NearestName.Find(found.Text, names) is string near ? $" (did you mean {near}?)" : "";
            return $"one of {string.Join(", ", names)}{hint}";
        }

        return type == typeof(string) ? "a text"
            : type == typeof(bool) ? "true or false"
            : IsReal(type) ? "a number"
            : System.Numerics.BigInteger.TryParse(found.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? $"a whole number from {Limit(type, "MinValue")} to {Limit(type, "MaxValue")}"
                : "a whole number";
    }

    private static string NameOf(string enumName) => JsonNamingPolicy.CamelCase.ConvertName(enumName);

    private static bool IsReal(Type type) => type == typeof(double) || type == typeof(float);

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong);

    private static object? ParseReal(Type type, string text)
    {
        double? special =
            text switch { ".nan" => double.NaN, ".inf" => double.PositiveInfinity, "-.inf" => double.NegativeInfinity, _ => null };
        if (special is double value)
        {
            return type == typeof(float) ? (object)(float)value : value;
        }

        // TryParse also takes the words NaN and Infinity, and turns what is too large into infinity: neither is a number here.
        if (type == typeof(float))
        {
            return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float single) && float.IsFinite(single)
                ? (object)single
                : null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;
    }

    private static object? ParseWhole(Type type, string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        CultureInfo culture = CultureInfo.InvariantCulture;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => int.TryParse(text, Style, culture, out int value) ? value : null,
            TypeCode.Int64 => long.TryParse(text, Style, culture, out long value) ? value : null,
            TypeCode.UInt32 => uint.TryParse(text, Style, culture, out uint value) ? value : null,
            _ => ulong.TryParse(text, Style, culture, out ulong value) ? value : null,
        };
    }

    private static string Limit(Type type, string name) => Format(type.GetField(name)!.GetValue(null)!);
}
