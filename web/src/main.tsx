import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "@/api/problem";
import { makeRouter } from "@/app/router";
import { applyTheme } from "@/app/theme";
import { ToastsProvider } from "@/ui/toasts";
import { WordsProvider } from "@/words/provider";
import "@/styles.css";

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream says when something is old: nothing is asked again for any other reason.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        error instanceof Problem && (error.status === 0 || error.status >= 500) && failures < 2,
    },
  },
});

applyTheme();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <WordsProvider>
        <QueryClientProvider client={queryClient}>
          <ToastsProvider>
            <RouterProvider router={makeRouter(queryClient)} />
          </ToastsProvider>
        </QueryClientProvider>
      </WordsProvider>
    </StrictMode>,
  );
}
