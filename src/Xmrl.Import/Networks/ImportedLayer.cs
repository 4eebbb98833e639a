namespace Xmrl.Import.Networks;

/// <summary>W·x + b.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Outputs">Number of rows of W.</param>
/// <param name="Inputs">Number of columns of W.</param>
/// <param name="Weight">W, row after row. Shape [outputs, inputs].</param>
/// <param name="Bias">What is added to W·x. Shape [outputs].</param>
internal sealed record ImportedLayer(string Name, int Outputs, int Inputs, double[] Weight, double[] Bias);
