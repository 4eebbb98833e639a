using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>A compiled product of derivatives with a direction that varies.</summary>
/// <param name="Program">The program, in two phases.</param>
/// <param name="Outputs">The product, one node per tensor.</param>
/// <param name="Varying">The direction, one input per tensor.</param>
/// <param name="IsMean">Whether the sum over samples is divided by their number.</param>
internal sealed record CurvatureProgram(TapeProgram Program, Node[] Outputs, Node[] Varying, bool IsMean = false)
{
    public static CurvatureProgram Compile(Tape tape, Node[] outputs, Node[] varying, bool isMean = false)
        => new(tape.Compile(outputs, varying), outputs, varying, isMean);
}
