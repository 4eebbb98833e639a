namespace Xmrl.Meta.Adaptation;

/// <summary>A number on the way of an adaptation that is not finite.</summary>
/// <param name="Step">The adaptation step k.</param>
/// <param name="Index">Its place in the gradient.</param>
/// <param name="Value">NaN or an infinity.</param>
public readonly record struct NonFiniteElement(int Step, int Index, double Value)
{
    /// <summary>The first such number of a vector.</summary>
    /// <param name="values">The vector. Shape [P].</param>
    /// <param name="step">The adaptation step k, 0 to K − 1, that the vector belongs to.</param>
    /// <returns>Its place and value; null if all are finite.</returns>
    public static NonFiniteElement? In(ReadOnlySpan<double> values, int step)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                return new NonFiniteElement(step, i, values[i]);
            }
        }

        return null;
    }
}
