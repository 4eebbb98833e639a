using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>Dense products of small weights with wide activations. Samples are columns.</summary>
/// <remarks>Every element is one chain of fused multiply-adds in ascending order of the contracted index (<see cref="Multiply"/>,
/// <see cref="MultiplyTransposedLeft"/>), so a sample's result does not depend on the batch that it is computed in.
/// Destinations must not overlap inputs.</remarks>
public static class MatrixProduct
{
    /// <summary>C = A·B.</summary>
    /// <param name="a">Shape [M, K]: weights.</param>
    /// <param name="b">Shape [K, N]: activations, N samples.</param>
    /// <param name="destination">Shape [M, N].</param>
    public static void Multiply(ConstMatrix a, ConstMatrix b, Matrix destination)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                Real sum = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    sum = Real.FusedMultiplyAdd(a[i, k], b[k, j], sum);
                }

                destination[i, j] = sum;
            }
        }
    }

    /// <summary>C = Aᵀ·B: the input gradient of a layer.</summary>
    /// <param name="a">Shape [K, M]: weights.</param>
    /// <param name="b">Shape [K, N]: output gradients, N samples.</param>
    /// <param name="destination">Shape [M, N].</param>
    public static void MultiplyTransposedLeft(ConstMatrix a, ConstMatrix b, Matrix destination)
    {
        for (int i = 0; i < a.Columns; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                Real sum = 0;
                for (int k = 0; k < a.Rows; k++)
                {
                    sum = Real.FusedMultiplyAdd(a[k, i], b[k, j], sum);
                }

                destination[i, j] = sum;
            }
        }
    }

    /// <summary>C = A·Bᵀ: the weight gradient of a layer, contracted over samples.</summary>
    /// <param name="a">Shape [M, K]: output gradients, K samples.</param>
    /// <param name="b">Shape [N, K]: inputs, K samples.</param>
    /// <param name="destination">Shape [M, N].</param>
    public static void MultiplyTransposedRight(ConstMatrix a, ConstMatrix b, Matrix destination)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Rows; j++)
            {
                Real sum = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    sum = Real.FusedMultiplyAdd(a[i, k], b[j, k], sum);
                }

                destination[i, j] = sum;
            }
        }
    }

    /// <summary>Y = f(W·X + b·1ᵀ): a whole layer in one pass.</summary>
    /// <param name="weights">W. Shape [M, K].</param>
    /// <param name="bias">b. Shape [M], or empty for none.</param>
    /// <param name="input">X. Shape [K, N].</param>
    /// <param name="activation">f.</param>
    /// <param name="destination">Y. Shape [M, N].</param>
    public static void Linear(ConstMatrix weights, ReadOnlySpan<Real> bias, ConstMatrix input, Activation activation, Matrix destination)
    {
        Multiply(weights, input, destination);
        for (int i = 0; i < destination.Rows; i++)
        {
            Span<Real> row = destination.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                Real value = row[j] + (bias.IsEmpty ? 0 : bias[i]);
                row[j] = activation switch
                {
                    Activation.Tanh => Real.Tanh(value),
                    Activation.Relu => Real.Max(value, 0),
                    _ => value,
                };
            }
        }
    }
}
