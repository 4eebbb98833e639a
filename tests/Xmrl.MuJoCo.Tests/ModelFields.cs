using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests;

/// <summary>Numbers of models and simulations, whatever their type, for comparisons.</summary>
internal static class ModelFields
{
    /// <summary>A field of any type.</summary>
    public static double[] Read(Model model, string field) => model.Library.Layout.Model[field].Kind switch
    {
        FieldKind.Number => model.Numbers(field).ToArray(),
        FieldKind.Integer => [.. model.Integers(field).ToArray().Select(value => (double)value)],
        FieldKind.Byte => [.. model.Bytes(field).ToArray().Select(value => (double)value)],
        _ => [model.Size(field)],
    };

    /// <summary>The largest difference of two arrays of one length.</summary>
    public static double Difference(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(x[i] - y[i]));
        }

        return worst;
    }
}
